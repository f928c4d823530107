//! The real program on a pseudo-terminal: press keys, read the screen, look at the terminal afterwards.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Far longer than anything here takes: only a broken program runs into it.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    screen: Arc<Mutex<vt100::Parser>>,
    reader: Option<JoinHandle<()>>,
    /// Whether the reader is to let go of the terminal.
    let_go: Arc<AtomicBool>,
}

impl Pty {
    /// Starts `overfit` with these arguments on a terminal of this size.
    pub fn start(arguments: &[&str], size: (u16, u16)) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_overfit"));
        command.args(arguments);
        Pty::spawn(command, size)
    }

    /// Starts it through another program, which gets its path as the last argument.
    pub fn start_through(program: &str, arguments: &[&str], size: (u16, u16)) -> Pty {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.arg(env!("CARGO_BIN_EXE_overfit"));
        Pty::spawn(command, size)
    }

    fn spawn(mut command: CommandBuilder, (columns, rows): (u16, u16)) -> Pty {
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LC_ALL", "C.UTF-8")] {
            command.env(name, value);
        }
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(columns), 0)));
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let let_go = Arc::new(AtomicBool::new(false));
        let (feed, stop) = (Arc::clone(&screen), Arc::clone(&let_go));
        let reader = thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(n @ 1..) = output.read(&mut bytes) {
                feed.lock().expect("no panic there").process(&bytes[..n]);
                if stop.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        Pty { master: Some(pair.master), keys: Some(keys), child, screen, reader: Some(reader), let_go }
    }

    pub fn press(&mut self, keys: &str) {
        let writer = self.keys.as_mut().expect("not hung up");
        writer.write_all(keys.as_bytes()).expect("the program listens");
        writer.flush().expect("the program listens");
    }

    pub fn text(&self) -> String {
        self.screen.lock().expect("no panic there").screen().contents()
    }

    /// Waits until the screen contains `text`; the answer is how long that took.
    pub fn until(&self, text: &str) -> Duration {
        self.until_screen(text, |screen| screen.contents().contains(text))
    }

    /// Waits until the screen is as wanted.
    pub fn until_screen(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> Duration {
        let start = Instant::now();
        while !wanted(self.screen.lock().expect("no panic there").screen()) {
            assert!(start.elapsed() < PATIENCE, "{what} did not come:\n{}", self.text());
            thread::sleep(Duration::from_millis(2));
        }
        start.elapsed()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.screen.lock().expect("no panic there").screen_mut().set_size(cells(rows), cells(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("not hung up").resize(size).expect("a new size");
    }

    /// Waits for the end of the program; the answer is its exit code.
    pub fn wait(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a child").is_some()
    }

    pub fn id(&self) -> u32 {
        self.child.process_id().expect("a child")
    }

    /// Sends a signal to the program.
    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_raw(self.id().cast_signed()).expect("a child");
        rustix::process::kill_process(id, signal).expect("a signal");
    }

    /// Whether the terminal echoes what is typed and waits for whole lines, as a shell wants it.
    #[cfg(unix)]
    pub fn is_cooked(&self) -> bool {
        use rustix::termios::{LocalModes, tcgetattr};
        let name = self.master.as_ref().expect("not hung up").tty_name().expect("a name");
        let terminal = std::fs::File::open(name).expect("the terminal");
        let modes = tcgetattr(terminal).expect("a terminal").local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON)
    }

    /// Waits until the terminal is as it was before the program: main screen, cursor, echo.
    pub fn until_restored(&self) {
        self.until_screen("the main screen", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        assert!(self.is_cooked(), "the terminal does not echo");
    }

    /// Closes the terminal window: every handle on it, that of the reader too, which it lets go of as soon as
    /// a key makes the program draw.
    pub fn hang_up(&mut self) {
        self.let_go.store(true, Ordering::SeqCst);
        self.press(">");
        self.reader.take().expect("only once").join().expect("no panic there");
        self.keys = None;
        self.master = None;
    }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("at least one")
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
