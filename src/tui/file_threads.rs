//! The threads that read and write files, one for each of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::background::spawn;
use super::exporter;
use super::exports::ExportRequest;
use super::message::Message;
use super::threads::Threads;
use crate::data;
use crate::error::Error;
use crate::launch::{PendingFile, PendingRun};
use crate::run_file::saved_runs;
use crate::train::WorkerThreads;

/// The share of a file between two progress messages.
const SHARE: f64 = 0.01;

impl Threads {
    /// Reads a file and stops reading any other.
    pub fn read(&mut self, number: u64, pending: PendingFile) {
        self.stop_reading();
        self.stop_reading = Arc::default();
        let (out, stop) = (self.out.clone(), Arc::clone(&self.stop_reading));
        let failed = move |error| Message::Opened { number, opened: Box::new(Err(error)) };
        let on_panic = move |words| failed(Error::Panic(words));
        let started = spawn("reader", &self.out, on_panic, move || {
            let mut told = 0.0;
            let choice = data::resolve_with(&pending.name, &pending.options, &mut |share| {
                if share >= told + SHARE {
                    told = share;
                    let _ = out.send(Message::Reading { number, share }); // a loop that has ended needs no news
                }
                !stop.load(Ordering::Relaxed)
            });
            let opened = Box::new(choice.and_then(pending.setup));
            let _ = out.send(Message::Opened { number, opened });
        });
        if let Err(error) = started {
            let _ = self.out.send(failed(error));
        }
    }

    /// Reads a saved run, and computes it to its last step on so many threads.
    pub fn open_run(&mut self, number: u64, pending: PendingRun, threads: usize) {
        self.stop_reading();
        self.stop_reading = Arc::default();
        let (out, stop) = (self.out.clone(), Arc::clone(&self.stop_reading));
        let failed = move |error| Message::RunOpened { number, opened: Box::new(Err(error)) };
        let on_panic = move |words| failed(Error::Panic(words));
        let started = spawn("reader", &self.out, on_panic, move || {
            let workers = WorkerThreads::new(threads);
            let mut told = 0.0;
            let opened = pending.read(workers.pool(), &mut |share| {
                if share >= told + SHARE || share < told {
                    told = share;
                    let _ = out.send(Message::Reading { number, share }); // a loop that has ended needs no news
                }
                !stop.load(Ordering::Relaxed)
            });
            if let Some(opened) = opened.transpose() {
                let _ = out.send(Message::RunOpened { number, opened: Box::new(opened) });
            }
        });
        if let Err(error) = started {
            let _ = self.out.send(failed(error));
        }
    }

    /// Lists the runs in a folder.
    pub fn list_runs(&mut self, folder: Option<PathBuf>) {
        let out = self.out.clone();
        let started = spawn("lister", &self.out, Message::Fault, move || {
            let runs = folder.map_or_else(Vec::new, |folder| saved_runs(&folder));
            let _ = out.send(Message::SavedRuns(runs)); // a loop that has ended needs no news
        });
        if started.is_err() {
            let _ = self.out.send(Message::SavedRuns(Vec::new()));
        }
    }

    /// Makes an export, in a thread of its own.
    pub fn export(&mut self, request: ExportRequest) {
        let (out, row) = (self.out.clone(), request.row);
        let failed = move |problem| Message::Exported { row, written: Err(problem) };
        let started = spawn("exporter", &self.out, failed, move || {
            let written = exporter::make(request, Path::new("")).map_err(|error| error.to_string());
            let _ = out.send(Message::Exported { row, written }); // a loop that has ended needs no news
        });
        if let Err(error) = started {
            let _ = self.out.send(failed(error.to_string()));
        }
    }

    /// Stops reading the file.
    pub fn stop_reading(&self) {
        self.stop_reading.store(true, Ordering::Relaxed);
    }
}
