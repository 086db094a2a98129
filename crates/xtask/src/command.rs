//! Runs programs, and stops them when somebody asks us to stop.

use std::fmt::Display;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Set by Ctrl-C, SIGTERM and SIGHUP.
static STOP: AtomicBool = AtomicBool::new(false);

/// How often a running program is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// After Ctrl-C a program in our terminal has got the signal too and may end by itself; then it is asked.
const ASK_AFTER: Duration = Duration::from_secs(2);

/// Then it is ended.
const KILL_AFTER: Duration = Duration::from_secs(15);

/// From here on a signal does not end this process: it ends the program that runs, and then the task, which cleans up.
pub fn stop_on_signals() -> Result<()> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst)).context("signals cannot be received")
}

/// One line on standard error, where the programs that we run write, too.
pub fn say(line: impl Display) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The headline of a step, with the command that repeats it alone.
pub fn title(step: &str, alone: &str) {
    say(format_args!("\n== {step} (alone: {alone})"));
}

/// Runs a program to its end on our own terminal; whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| cannot_start(command))?;
    let mut stopping: Option<Instant> = None;
    let mut asked = false;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if STOP.load(Ordering::SeqCst) {
            let since = stopping.get_or_insert_with(Instant::now).elapsed();
            if since > KILL_AFTER {
                child.kill()?;
            } else if since > ASK_AFTER && !asked {
                asked = true;
                ask_to_stop(&child);
            }
        }
        thread::sleep(LOOK_EVERY);
    };
    check_stop()?;
    Ok(status.success())
}

/// Runs a program to its end on our own terminal; an error when it does not succeed.
pub fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    bail!("`{}` failed", shown(command))
}

/// Runs a short program and gives what it printed; `None` when it is not there or does not succeed.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// An error when somebody asked us to stop.
pub fn check_stop() -> Result<()> {
    if STOP.load(Ordering::SeqCst) {
        bail!("interrupted");
    }
    Ok(())
}

/// SIGTERM.
fn ask_to_stop(child: &Child) {
    let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
}

fn cannot_start(command: &Command) -> String {
    format!("`{}` cannot be started", shown(command))
}

/// The command line as a person would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
