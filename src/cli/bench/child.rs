//! A job in a process of its own: a fresh one, so that the memory it took at most is that of the job.

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

/// Time between two looks at whether the job is done: nothing beside the job.
const PAUSE: Duration = Duration::from_millis(5);
/// Time for a job to wipe its progress bar before it is ended all the same: many steps of any job.
const GRACE: Duration = Duration::from_secs(1);

/// Does `job` once; none if a signal asked this process to end.
///
/// # Errors
/// When the job fails, and when it diverges: a network that stopped learning says nothing about speed.
pub fn run(job: &Job, asked: &Bench, signal: &AtomicUsize) -> Result<Option<Measurement>, Error> {
    let failed = |problem: String| Error::Job { job: job.name, problem };
    let lost = |fault: io::Error| failed(fault.to_string());
    let mut child = start(job, asked).map_err(lost)?;
    let Some(status) = wait(&mut child, signal).map_err(lost)? else { return Ok(None) };
    if !status.success() {
        let diverged = status.code() == Some(i32::from(Outcome::Diverged.exit_code()));
        let problem = if diverged {
            format!("learning diverged with seed {}, give another --seed", asked.seed)
        } else {
            format!("its process ended early ({status})")
        };
        return Err(failed(problem));
    }
    let mut line = String::new();
    if let Some(mut stdout) = child.stdout {
        stdout.read_to_string(&mut line).map_err(lost)?;
    }
    serde_json::from_str(&line).map(Some).map_err(|fault| failed(fault.to_string()))
}

fn start(job: &Job, asked: &Bench) -> io::Result<Child> {
    Command::new(env::current_exe()?)
        .args(["bench", job.name, "--seed", &asked.seed.to_string(), "--part", &asked.part.to_string()])
        .args(["--threads", &asked.threads.to_string(), &format!("--{ALONE}")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
}

/// Waits for the end; none if a signal came, after which there is no child any more. What the child writes fits
/// into the pipe, so that nobody has to read it meanwhile.
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

/// Ends the job, politely if it lets itself be asked.
fn stop(child: &mut Child) -> io::Result<()> {
    ask_to_end(child);
    let asked = Instant::now();
    while child.try_wait()?.is_none() {
        if asked.elapsed() >= GRACE {
            child.kill()?;
            return child.wait().map(drop);
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}

/// It may have had the same signal already, as all that were started from one terminal have.
#[cfg(unix)]
fn ask_to_end(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process};

    if let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(id, Signal::TERM); // fails only if it has ended by itself
    }
}

#[cfg(not(unix))]
fn ask_to_end(_: &Child) {}
