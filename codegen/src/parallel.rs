//! One function over many items, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Room for what is nested as deep as is allowed: reading a level takes 32 KiB where nothing is optimised. What is not
/// used costs nothing.
const STACK: usize = 32 << 20;

/// What the function makes of each item, in their order; nothing where it panicked, or where nobody was left. Whoever is
/// done takes the next item, since some cost a hundred times what others do.
pub(crate) fn map<'a, I: Sync, T: Send>(
    items: &'a [I],
    make: impl Fn(&'a I) -> T + Sync,
) -> Vec<Option<T>> {
    let made = Mutex::new(items.iter().map(|_| None).collect::<Vec<_>>());
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            let one = make(item);
            made.lock().unwrap_or_else(PoisonError::into_inner)[index] = Some(one);
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let start = |_| match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work) {
            Ok(worker) => worker,
            Err(error) => panic!("the system has no thread left: {error}"),
        };
        let workers: Vec<_> = (0..cores.min(items.len())).map(start).collect();
        // A worker that panics leaves its item unmade and the rest to the others; it has said why on standard error.
        workers.into_iter().for_each(|worker| drop(worker.join()));
    });
    made.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_made_in_order() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<_> = items.iter().map(|item| Some(item * 2)).collect();
        assert_eq!(map(&items, |item| item * 2), expected);
        assert_eq!(map(&[], |item: &usize| *item), []);
    }

    #[test]
    fn what_panics_is_not_made() {
        let items: Vec<usize> = (0..100).collect();
        let made = map(&items, |item| assert_ne!(*item, 17));
        assert_eq!(made[17], None);
        assert_eq!(made[16], Some(()));
    }
}
