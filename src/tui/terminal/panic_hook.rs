//! What a panic does to the screen: only the thread that draws may take it down.

use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::guard;

static MESSAGE: Mutex<Option<String>> = Mutex::new(None);

/// Installs the hook; to be called once, on the thread that draws.
///
/// A panic there leaves the screen before its message is printed. One on any other thread is kept for
/// [`take_message`], and printed only if there is no screen that it could spoil.
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

/// The first panic outside the drawing thread since the last call: what it said, and where.
pub fn take_message() -> Option<String> {
    MESSAGE.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Of several, the first is kept: the others follow from it.
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
