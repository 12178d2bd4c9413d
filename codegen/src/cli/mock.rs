//! `endpointc mock`: serves the described API on this machine.

use endpointc::mock::Mock;
use endpointc::{Sink, build};

use super::args::{Common, MockArgs};
use super::{Failure, Outcome};

/// Serves the described API until the process is stopped.
pub(crate) fn mock(common: &Common, mock: &MockArgs) -> Result<Outcome, Failure> {
    let sources = build::read(&common.spec)?;
    let mut sink = Sink::default();
    let Ok(api) = endpointc::describe(&sources, &mut sink) else {
        return Ok(Outcome::stopped(sources, sink, "nothing is served"));
    };
    let title = api.title.first().to_owned();
    let mock = Mock::builder(api).port(mock.port).start()?;
    anstream::println!("{title} on {} (stop with Ctrl-C)", mock.url());
    loop {
        std::thread::park();
    }
}
