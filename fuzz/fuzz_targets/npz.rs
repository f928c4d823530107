#![no_main]

#[path = "../feed.rs"]
mod feed;

libfuzzer_sys::fuzz_target!(|input: &[u8]| feed::feed("npz", input, feed::own_folder()));
