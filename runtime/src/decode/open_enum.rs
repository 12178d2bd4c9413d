//! Open enums: listed values, and a variant for every other value.

use crate::value::{Scalar, Unlisted};

/// An open enum: listed values, and one variant that keeps every other value.
pub trait OpenEnum: Sized + 'static {
    /// The wire values of the listed variants, in the order of the description.
    const SCALARS: &'static [Scalar<'static>];
    /// The listed variants, in the same order.
    const VALUES: &'static [Self];
    /// Creates the variant for a value that is not listed.
    fn unlisted(value: Unlisted) -> Self;
    /// Returns the wire value.
    fn scalar(&self) -> Scalar<'_>;
}

/// The destination of an enum value, implemented by every [`OpenEnum`]. Lookups are in `dyn EnumSlot`, which is compiled
/// once for all enums.
pub trait EnumSlot: Send {
    /// Returns the wire values of the listed variants.
    fn scalars(&self) -> &'static [Scalar<'static>];
    /// Stores the listed variant with this index, or an unlisted value.
    fn store(&mut self, found: Result<usize, Unlisted>);
}

impl<T: OpenEnum + Clone + Send> EnumSlot for T {
    fn scalars(&self) -> &'static [Scalar<'static>] {
        T::SCALARS
    }

    fn store(&mut self, found: Result<usize, Unlisted>) {
        *self = variant(found);
    }
}

impl dyn EnumSlot + '_ {
    /// Stores a value and returns whether it is listed.
    pub(crate) fn set(&mut self, value: Scalar<'_>) -> bool {
        let scalars = self.scalars();
        let alike = || scalars.iter().position(|scalar| scalar.is_written_like(value));
        let found = index_of(scalars, value).or_else(alike);
        self.store(found.ok_or_else(|| value.into()));
        found.is_some()
    }

    /// Returns whether exactly this value is listed.
    pub(crate) fn lists(&self, value: Scalar<'_>) -> bool {
        index_of(self.scalars(), value).is_some()
    }
}

/// Creates the variant of a wire value.
pub fn open_enum<T: OpenEnum + Clone>(value: Scalar<'_>) -> T {
    variant(exactly(T::SCALARS, value))
}

fn variant<T: OpenEnum + Clone>(found: Result<usize, Unlisted>) -> T {
    match found {
        Ok(index) => T::VALUES[index].clone(),
        Err(value) => T::unlisted(value),
    }
}

fn exactly(scalars: &[Scalar<'_>], value: Scalar<'_>) -> Result<usize, Unlisted> {
    index_of(scalars, value).ok_or_else(|| value.into())
}

fn index_of(scalars: &[Scalar<'_>], value: Scalar<'_>) -> Option<usize> {
    scalars.iter().position(|scalar| *scalar == value)
}
