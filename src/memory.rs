//! Memory that the system refuses: the process ends with a sentence, and with the terminal as it was.
//!
//! The standard library would abort the process, and the message would be lost with the screen. Its own hook for this case
//! (`std::alloc::set_alloc_error_hook`) is not stable.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// The exit code: that of failures while running.
const EXIT_CODE: i32 = 1;

/// The allocator of the system, which ends the process instead of returning nothing.
#[derive(Debug)]
pub struct Allocator;

// SAFETY: every call goes to the allocator of the system with the arguments as they are. What differs is that a null pointer
// is never returned, which the trait allows; `or_end` neither allocates nor unwinds.
#[expect(unsafe_code, reason = "the trait is unsafe")]
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are those that the system's allocator needs. So below.
        or_end(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        or_end(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        or_end(unsafe { System.realloc(old, layout, size) }, size)
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(old, layout) }
    }
}

#[inline]
fn or_end(memory: *mut u8, size: usize) -> *mut u8 {
    if memory.is_null() {
        end(size);
    }
    memory
}

static BEFORE_FAILURE: OnceLock<fn()> = OnceLock::new();

/// Has `restore` called before the sentence is written. It must not allocate or take a lock. The first call counts.
pub fn before_failure(restore: fn()) {
    let _ = BEFORE_FAILURE.set(restore);
}

/// Says that `size` bytes were refused, and ends the process.
#[cold]
fn end(size: usize) -> ! {
    static HAS_BEGUN: AtomicBool = AtomicBool::new(false);
    if HAS_BEGUN.swap(true, Ordering::AcqRel) {
        // Another thread is doing it. If this is the same thread, it ends without a word.
        thread::sleep(Duration::from_secs(1));
        exit();
    }
    if let Some(restore) = BEFORE_FAILURE.get() {
        restore();
    }
    let mut sentence = Sentence { bytes: [0; 200], length: 0 };
    let (amount, unit) = if size >> 20 > 0 { (size >> 20, "MiB") } else { (size, "bytes") };
    let _ = writeln!(
        sentence,
        "overfit: there is not enough memory: the system refused {amount} {unit} more; a smaller network or data set needs \
         less"
    );
    put(&sentence.bytes[..sentence.length]);
    exit()
}

/// Text without an allocation.
struct Sentence {
    bytes: [u8; 200],
    length: usize,
}

impl Write for Sentence {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.length..self.length + text.len()).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length += text.len();
        Ok(())
    }
}

#[cfg(unix)]
fn put(bytes: &[u8]) {
    let _ = rustix::io::write(rustix::stdio::stderr(), bytes);
}

#[cfg(unix)]
fn exit() -> ! {
    // Without the functions that the standard library and C have registered for the end: they may allocate.
    signal_hook::low_level::exit(EXIT_CODE)
}

#[cfg(not(unix))]
fn put(bytes: &[u8]) {
    let _ = std::io::Write::write_all(&mut std::io::stderr(), bytes);
}

#[cfg(not(unix))]
fn exit() -> ! {
    std::process::exit(EXIT_CODE)
}
