//! The machine: its processor, and how much memory this process took of it.

use std::fs;
use std::process::Command;
use std::thread;

use super::peak::{self, Peak};

/// What the jobs run on.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The processor's name, or at least its family.
    pub processor: String,
    /// Threads that run at once.
    pub cores: usize,
    /// Bits of the vectors that the loops work on.
    pub vector_bits: usize,
    /// The most arithmetic that was seen.
    pub peak: Peak,
}

impl Machine {
    /// Looks at this machine, which takes about a second.
    pub fn measure() -> Machine {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Machine {
            processor: processor(),
            cores,
            vector_bits: peak::vector_bits(),
            peak: Peak::measure(cores),
        }
    }
}

fn processor() -> String {
    let name = if cfg!(target_os = "macos") {
        let asked = Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"]).output();
        asked.ok().and_then(|answer| String::from_utf8(answer.stdout).ok())
    } else if cfg!(windows) {
        std::env::var("PROCESSOR_IDENTIFIER").ok()
    } else {
        field("/proc/cpuinfo", "model name")
    };
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("{} processor", std::env::consts::ARCH))
}

/// The most memory this process has had at once, in MiB; none where the system does not tell (only Linux does,
/// as `VmHWM`, which unlike `getrusage` does not count what the parent had).
pub fn peak_memory() -> Option<f64> {
    let kib: f64 = field("/proc/self/status", "VmHWM")?.strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// What stands behind `name:` in a file of such lines.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let values = text.lines().filter_map(|line| line.split_once(':'));
    let mut named = values.filter(|(field, _)| field.trim() == name);
    named.next().map(|(_, value)| value.trim().to_owned())
}
