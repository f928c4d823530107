#![no_main]

#[path = "../feed.rs"]
mod feed;

libfuzzer_sys::fuzz_target!(|input: &[u8]| feed::feed_one("log", input));
