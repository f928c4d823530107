//! Runs a program on a pseudo-terminal, with access to its screen, keys, modes, signals and exit code.
//!
//! There is no reading thread: waiting reads the terminal, and a terminal that is not read stalls.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::thread;
use std::time::{Duration, Instant};

use filedescriptor::FileDescriptor;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitOptions, kill_process, kill_process_group, waitpid};
#[cfg(target_os = "linux")]
use rustix::process::{Resource, Rlimit, prlimit};
use rustix::termios::LocalModes;
use vt100::MouseProtocolMode;

/// The limit for waiting. Generous, so that a machine under load fails no test.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the program has told the terminal besides what is on the screen.
#[derive(Default)]
struct Told {
    /// The texts that were sent to the clipboard (OSC 52), in Base64.
    clipboard: Vec<String>,
    /// Entries on the stack of the kitty keyboard protocol.
    keyboard_modes: i32,
    /// Whether xterm's `modifyOtherKeys` has another value than at the start.
    other_keys: bool,
}

impl vt100::Callbacks for Told {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.clipboard.push(String::from_utf8(data.to_vec()).unwrap());
    }

    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        mark: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        end: char,
    ) {
        match (mark, end) {
            (Some(b'>'), 'u') => self.keyboard_modes += 1,
            (Some(b'<'), 'u') => self.keyboard_modes -= 1,
            (Some(b'>'), 'm') if params.first() == Some(&&[4][..]) => self.other_keys = params.len() > 1,
            _ => {}
        }
    }
}

/// A terminal, the program on it, and the screen that the program has drawn.
pub struct Pty {
    terminal: Option<Box<dyn MasterPty + Send>>,
    wire: Option<FileDescriptor>,
    screen: vt100::Parser<Told>,
    child: Box<dyn Child + Send + Sync>,
    foreground: Option<Pid>,
}

impl Pty {
    /// Starts the program under test on a terminal of 80 by 24.
    pub fn overfit(args: &[&str]) -> Self {
        Self::start(env!("CARGO_BIN_EXE_overfit"), args, &[], (80, 24))
    }

    /// Starts `program`; `size` is columns and rows.
    pub fn start(program: &str, args: &[&str], environment: &[(&str, &str)], size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(std::env::current_dir().unwrap());
        command.env("TERM", "xterm-256color");
        command.env("XDG_STATE_HOME", std::env::temp_dir().join("overfit-tests"));
        // As from a shell, and not by `cargo test`.
        for name in ["CARGO", "CARGO_MANIFEST_DIR"] {
            command.env_remove(name);
        }
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut wire = FileDescriptor::dup(&pair.master.as_raw_fd().unwrap()).unwrap();
        wire.set_non_blocking(true).unwrap();
        let screen = vt100::Parser::new_with_callbacks(rows(size), columns(size), 0, Told::default());
        Self { terminal: Some(pair.master), wire: Some(wire), screen, child, foreground: None }
    }

    /// The path of the terminal device.
    pub fn device(&self) -> String {
        self.terminal.as_ref().unwrap().tty_name().unwrap().to_str().unwrap().to_owned()
    }

    /// Types `keys`, control characters included.
    pub fn send(&mut self, keys: &str) {
        self.wire.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
    }

    /// The screen as text, as of now.
    pub fn text(&mut self) -> String {
        self.read();
        self.screen.screen().contents()
    }

    /// What was sent to the clipboard so far, in Base64 as it was sent.
    pub fn clipboard(&mut self) -> Vec<String> {
        self.read();
        self.screen.callbacks().clipboard.clone()
    }

    /// Clicks at a column and a row, counted from 0.
    pub fn click(&mut self, (column, row): (u16, u16)) {
        let (x, y) = (column + 1, row + 1);
        self.send(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"));
    }

    /// The column and row at which a text begins, once it is there.
    pub fn find(&mut self, text: &str) -> (u16, u16) {
        self.wait_for(text);
        let shown = self.text();
        let (row, line) = shown.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
        let column = line[..line.find(text).unwrap()].chars().count();
        (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
    }

    /// Waits until the screen contains `text`.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |pty| pty.text().contains(text));
    }

    /// Waits until `condition` holds; `what` names it if it never does.
    pub fn wait_until(&mut self, what: &str, mut condition: impl FnMut(&mut Self) -> bool) {
        let start = Instant::now();
        while !condition(self) {
            assert!(start.elapsed() < PATIENCE, "waited in vain for {what:?}; the screen:\n{}", self.text());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Whether the program has ended. Does not read the terminal.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits for the end of the program, which a signal has killed, and returns the name of the signal.
    pub fn killed_by(&mut self) -> String {
        self.wait_until("the program to end", |pty| {
            pty.read();
            pty.has_ended()
        });
        self.read();
        self.child.wait().unwrap().signal().expect("a signal").to_owned()
    }

    /// Waits for the end of the program and returns its exit code.
    pub fn exit_code(&mut self) -> u32 {
        self.wait_until("the program to end", |pty| {
            pty.read();
            pty.has_ended()
        });
        self.read();
        let status = self.child.wait().unwrap();
        assert_eq!(status.signal(), None, "killed by a signal");
        status.exit_code()
    }

    /// Changes the size of the terminal, columns and rows.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.screen.screen_mut().set_size(rows(size), columns(size));
        self.terminal.as_ref().unwrap().resize(pty_size(size)).unwrap();
    }

    /// Forgets what is on the screen, so that only what is drawn from now on can be seen.
    pub fn wipe(&mut self) {
        self.read();
        self.screen.process(b"\x1b[2J");
    }

    /// Whether the terminal is as a shell needs it: echo and line editing on, the main screen, a cursor.
    pub fn is_sane(&mut self) -> bool {
        let free = !self.takes_the_mouse();
        let told = self.screen.callbacks();
        let keys = told.keyboard_modes == 0 && !told.other_keys;
        self.on_main_screen() && free && keys && !self.screen.screen().hide_cursor() && self.edits_lines()
    }

    /// Whether presses of the mouse are for the program and not for the terminal.
    pub fn takes_the_mouse(&mut self) -> bool {
        self.read();
        self.screen.screen().mouse_protocol_mode() != MouseProtocolMode::None
    }

    /// Memory of the process in bytes, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// A size in the status of the process in bytes, where the system tells.
    fn status(&self, name: &str) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid().as_raw_nonzero())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kib| kib << 10)
    }

    /// Lets the process have no more than `more` bytes of addresses beyond those that it has.
    #[cfg(target_os = "linux")]
    pub fn limit_memory(&self, more: u64) {
        let limit = self.status("VmSize:").unwrap() + more;
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        prlimit(Some(self.pid()), Resource::As, limit).unwrap();
    }

    /// Seconds of work that the process has done so far, where the system tells.
    pub fn work(&self) -> Option<f64> {
        work(&self.pid().as_raw_nonzero().to_string())
    }

    /// The same of its children.
    pub fn work_of_children(&self) -> Option<f64> {
        let pid = self.pid().as_raw_nonzero();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).ok()?;
        children.split_whitespace().map(work).sum()
    }

    /// The step on the screen of a run, 0 if there is none.
    pub fn step(&mut self) -> u64 {
        let text = self.text();
        let number = text.split("step ").nth(1).and_then(|rest| rest.trim_start().split([' ', '\n']).next());
        number.and_then(|number| number.replace(',', "").parse().ok()).unwrap_or(0)
    }

    /// Whether the main screen is shown, and not the alternate one.
    pub fn on_main_screen(&mut self) -> bool {
        self.read();
        !self.screen.screen().alternate_screen()
    }

    /// Whether the terminal echoes keys, collects lines and makes signals of Ctrl-C and Ctrl-Z.
    pub fn edits_lines(&self) -> bool {
        let modes = self.terminal.as_ref().unwrap().get_termios().unwrap().local_flags.bits();
        let all = (LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG).bits();
        modes & all == all
    }

    /// Waits until the process is stopped, as by Ctrl-Z.
    pub fn wait_until_stopped(&mut self) {
        self.wait_until("the process to stop", |pty| {
            pty.read();
            let change = waitpid(Some(pty.pid()), WaitOptions::UNTRACED | WaitOptions::NOHANG).unwrap();
            change.is_some_and(|(_, status)| status.stopped())
        });
    }

    /// The process.
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.child.process_id().unwrap().try_into().unwrap()).unwrap()
    }

    /// Sends `signal` to the process.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Closes the terminal, as when its window is closed or its connection drops.
    pub fn hang_up(&mut self) {
        self.foreground = self.foreground_group();
        self.wire = None;
        self.terminal = None;
    }

    /// The job that a shell on the terminal has started, if there is a shell.
    fn foreground_group(&self) -> Option<Pid> {
        self.terminal.as_ref()?.process_group_leader().and_then(Pid::from_raw)
    }

    /// Takes in what the program has written so far.
    fn read(&mut self) {
        let mut bytes = [0; 1 << 14];
        while let Some(wire) = &mut self.wire {
            match wire.read(&mut bytes) {
                Ok(0) => return,
                Ok(count) => self.screen.process(&bytes[..count]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Nothing there, or (EIO) nobody left to write it.
                Err(_) => return,
            }
        }
    }
}

impl Drop for Pty {
    /// Neither the program nor what a shell may have started on its terminal outlives the test.
    fn drop(&mut self) {
        if let Some(group) = self.foreground_group().or(self.foreground) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            let _ = kill_process(self.pid(), Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

fn work(process: &str) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name in brackets come eleven fields, then user and system time in hundredths.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

fn pty_size(size: (u16, u16)) -> PtySize {
    PtySize { cols: size.0, rows: size.1, pixel_width: 0, pixel_height: 0 }
}

fn columns(size: (u16, u16)) -> NonZeroU16 {
    NonZeroU16::new(size.0).unwrap()
}

fn rows(size: (u16, u16)) -> NonZeroU16 {
    NonZeroU16::new(size.1).unwrap()
}
