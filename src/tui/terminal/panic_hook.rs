//! The panic hook, which leaves the screen only if the drawing thread panics.

use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::guard;

static MESSAGE: Mutex<Option<String>> = Mutex::new(None);

/// Installs the hook. Must be called once, on the thread that draws.
///
/// A panic on that thread leaves the screen before its message is printed. The message of a panic on another thread is
/// kept for [`take_message`], and printed only if the screen is not up.
pub fn install() {
    let drawing = thread::current().id();
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing {
            guard::leave();
            print(info);
        } else {
            remember(info);
            if !guard::is_up() {
                print(info);
            }
        }
    }));
}

/// Takes the message and the location of the first panic outside the drawing thread since the last call.
pub fn take_message() -> Option<String> {
    MESSAGE.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Keeps the message unless there is an earlier one, which is likely to be the cause.
fn remember(info: &PanicHookInfo) {
    let message = describe(info);
    MESSAGE.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(message);
}

fn describe(info: &PanicHookInfo) -> String {
    let payload = info.payload();
    let said = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
    match info.location() {
        Some(place) => format!("{said} ({}:{})", place.file(), place.line()),
        None => said.to_string(),
    }
}
