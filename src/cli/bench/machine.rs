//! The processor of the machine and the memory of this process.

use std::fs;
use std::process::Command;
use std::thread;

use super::rates::Rates;
use crate::vector_unit::vector_bits;

/// The machine that the jobs run on.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The name of the processor, or its architecture.
    pub processor: String,
    /// The number of hardware threads available.
    pub cores: usize,
    /// The vector width in bits.
    pub vector_bits: usize,
    /// What was measured of it.
    pub rates: Rates,
}

impl Machine {
    /// The most operations of `f32` a second, in billions, on one core and on all: a multiply-add counts as two.
    pub fn peak_gflops(&self) -> [f64; 2] {
        [2.0 * self.rates.multiply_adds_one_core, 2.0 * self.rates.multiply_adds]
    }

    /// Measures the machine, which takes about two seconds.
    pub fn measure() -> Machine {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Machine { processor: processor(), cores, vector_bits: vector_bits(), rates: Rates::measure(cores) }
    }
}

fn processor() -> String {
    let name = if cfg!(target_os = "macos") {
        let output = Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"]).output();
        output.ok().and_then(|answer| String::from_utf8(answer.stdout).ok())
    } else if cfg!(windows) {
        std::env::var("PROCESSOR_IDENTIFIER").ok()
    } else {
        field("/proc/cpuinfo", "model name")
    };
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("{} processor", std::env::consts::ARCH))
}

/// The peak memory of this process in MiB; `None` except on Linux. `VmHWM`, unlike `getrusage`, does not include
/// the memory of the parent process.
pub fn peak_memory() -> Option<f64> {
    let kib: f64 = field("/proc/self/status", "VmHWM")?.strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// The value after `name:` in text of such lines.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let values = text.lines().filter_map(|line| line.split_once(':'));
    let mut named = values.filter(|(field, _)| field.trim() == name);
    named.next().map(|(_, value)| value.trim().to_owned())
}
