//! Runs a job in a process of its own, so that the peak memory is that of the job.

use std::env;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::arguments::{ALONE, Bench};
use super::jobs::Job;
use super::measure::Measurement;
use crate::cli::outcome::Outcome;
use crate::error::Error;

/// The time between two checks whether the job is done.
const PAUSE: Duration = Duration::from_millis(5);
/// The time a job has to end and clear its progress bar before it is killed.
const GRACE: Duration = Duration::from_secs(1);

/// Runs `job` once; `None` if a signal arrived.
///
/// # Errors
/// When the job fails or diverges; the speed of a diverged run is meaningless.
pub fn run(job: &Job, options: &Bench, signal: &AtomicUsize) -> Result<Option<Measurement>, Error> {
    let failed = |problem: String| Error::Job { job: job.name, problem };
    let lost = |error: io::Error| failed(error.to_string());
    let mut child = start(job, options).map_err(lost)?;
    let Some(status) = wait(&mut child, signal).map_err(lost)? else { return Ok(None) };
    if !status.success() {
        let diverged = status.code() == Some(i32::from(Outcome::Diverged.exit_code()));
        let problem = if diverged {
            format!("learning diverged with seed {}, give another --seed", options.seed)
        } else {
            format!("its process ended early ({status})")
        };
        return Err(failed(problem));
    }
    let mut line = String::new();
    if let Some(mut stdout) = child.stdout {
        stdout.read_to_string(&mut line).map_err(lost)?;
    }
    serde_json::from_str(&line).map(Some).map_err(|error| failed(error.to_string()))
}

fn start(job: &Job, options: &Bench) -> io::Result<Child> {
    Command::new(env::current_exe()?)
        .args(["bench", job.name, "--seed", &options.seed.to_string(), "--part", &options.part.to_string()])
        .args(["--threads", &options.threads.to_string(), &format!("--{ALONE}")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
}

/// Waits for the child to end; `None` if a signal arrived, after which the child has been stopped. The output of
/// the child fits into the pipe buffer, so it is read afterwards.
fn wait(child: &mut Child, signal: &AtomicUsize) -> io::Result<Option<ExitStatus>> {
    loop {
        let ended = child.try_wait()?;
        if signal.load(Ordering::Relaxed) != 0 {
            return if ended.is_some() { Ok(None) } else { stop(child).map(|()| None) };
        }
        if ended.is_some() {
            return Ok(ended);
        }
        thread::sleep(PAUSE);
    }
}

/// Asks the job to end, and kills it after [`GRACE`].
fn stop(child: &mut Child) -> io::Result<()> {
    ask_to_end(child);
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() >= GRACE {
            child.kill()?;
            return child.wait().map(drop);
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}

/// The job may have received the signal already, like every process of the terminal.
#[cfg(unix)]
fn ask_to_end(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process};

    if let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(id, Signal::TERM); // fails only if it has ended by itself
    }
}

#[cfg(not(unix))]
fn ask_to_end(_: &Child) {}
