//! `endpointc check`: checks the description, the client and the docs site.

use std::sync::Arc;

use endpointc::Sink;
use endpointc::output::Difference;
use ordered_json::{Value, json};

use super::args::{Common, MessageFormat, Output};
use super::compile::{Input, summary};
use super::generate::with_timings;
use super::outcome::{Failure, Outcome, plural};
use super::timings::Timer;

/// Number of files whose diffs are shown. An edited template changes all files, and a few of them suffice.
const MOST_FILES: usize = 10;

/// Number of lines shown of each diff.
const MOST_LINES: usize = 40;

/// Compares the client on disk with the description.
pub(crate) fn check(
    common: &Common,
    output: &Output,
    timer: &Arc<Timer>,
) -> Result<Outcome, Failure> {
    let outcome = compare(common, output, timer)?;
    Ok(with_timings(outcome, common, output, timer))
}

fn compare(common: &Common, output: &Output, timer: &Arc<Timer>) -> Result<Outcome, Failure> {
    let input = Input::read(common, output, timer)?;
    let mut sink = Sink::with_progress(timer.clone());
    let Some((api, files)) = input.compile(&mut sink) else {
        return Ok(Outcome::stopped(input.sources, sink, "nothing was written"));
    };
    if !input.has_docs(&api, &mut sink) {
        return Ok(Outcome::stopped(input.sources, sink, "the docs site was not generated"));
    }
    let differences = files.compare(&output.out)?;
    let mut outcome = Outcome { sources: input.sources, diagnostics: sink, ..Outcome::default() };
    if differences.is_empty() {
        outcome.summary = Some(format!("{}: current", summary(&api, &files, timer.elapsed())));
        return Ok(outcome);
    }
    outcome.exit = 1;
    outcome.summary = Some(stale(common, output));
    match common.message_format {
        MessageFormat::Human => outcome.answer = Some(shown(&differences, output)),
        MessageFormat::Json => outcome.messages = lines(&differences, output),
    }
    Ok(outcome)
}

fn stale(common: &Common, output: &Output) -> String {
    let (folder, spec) = (output.out.display(), common.spec.display());
    let single = if output.single_file { " --single-file" } else { "" };
    let templates = output.templates.as_ref().map(|one| format!(" --templates {}", one.display()));
    let command = format!("endpointc generate --spec {spec} --out {folder}{single}");
    let command = format!("{command}{}", templates.unwrap_or_default());
    format!("{folder} is out of date with {spec}; run `{command}`")
}

fn shown(differences: &[Difference], output: &Output) -> String {
    let folder = output.out.display();
    let mut diffs = 0;
    let mut line = |difference: &Difference| match difference {
        Difference::Missing(path) => format!("missing:   {folder}/{path}\n"),
        Difference::LeftOver(path) => format!("left over: {folder}/{path}\n"),
        Difference::Changed { path, diff } => {
            diffs += 1;
            if diffs <= MOST_FILES {
                cut(diff).shown()
            } else {
                format!("changed:   {folder}/{path}\n")
            }
        }
    };
    differences.iter().map(&mut line).collect()
}

/// Returns a JSON object for each difference.
fn lines(differences: &[Difference], output: &Output) -> Vec<Value> {
    let line = |difference: &Difference| {
        let (what, path) = match difference {
            Difference::Missing(path) => ("missing", path),
            Difference::LeftOver(path) => ("left-over", path),
            Difference::Changed { path, .. } => ("changed", path),
        };
        let mut line = json!({ "difference": what, "file": output.out.join(path) });
        if let Difference::Changed { diff, .. } = difference {
            let cut = cut(diff);
            line["diff"] = json!(cut.text);
            line["lines_left_out"] = json!(cut.left_out);
        }
        line
    };
    differences.iter().map(line).collect()
}

/// The beginning of a diff.
struct Cut {
    text: String,
    /// Number of the remaining lines.
    left_out: usize,
}

fn cut(diff: &str) -> Cut {
    let text = diff.split_inclusive('\n').take(MOST_LINES).collect();
    Cut { text, left_out: diff.lines().count().saturating_sub(MOST_LINES) }
}

impl Cut {
    fn shown(self) -> String {
        match self.left_out {
            0 => self.text,
            more => format!("{}… {}\n", self.text, plural(more, "more line")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_diff_is_cut_with_a_count() {
        let diff: String = (0..MOST_LINES + 2).map(|line| format!("+{line}\n")).collect();
        let shown = cut(&diff).shown();
        assert!(shown.ends_with("+39\n… 2 more lines\n"), "{shown}");
        assert_eq!(cut("+1\n").shown(), "+1\n");
    }
}
