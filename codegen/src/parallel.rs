//! A parallel map. Build scripts compile it, so it needs no crate.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Stack of a worker, enough for the deepest allowed nesting: without optimization, parsing takes 32 KiB per level. Unused
/// pages cost nothing.
const STACK: usize = 32 << 20;

/// Calls a function on each item, on all cores, and returns the results in the order of the items. The result is `None` if
/// the function panicked.
///
/// Workers take one item at a time, because some items cost a hundred times as much as others.
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
        // A panic is printed by its thread; the other workers take over the remaining items.
        workers.into_iter().for_each(|worker| drop(worker.join()));
    });
    made.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_items() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<_> = items.iter().map(|item| Some(item * 2)).collect();
        assert_eq!(map(&items, |item| item * 2), expected);
        assert_eq!(map(&[], |item: &usize| *item), []);
    }

    #[test]
    fn a_panic_leaves_no_result() {
        let items: Vec<usize> = (0..100).collect();
        let made = map(&items, |item| assert_ne!(*item, 17));
        assert_eq!(made[17], None);
        assert_eq!(made[16], Some(()));
    }
}
