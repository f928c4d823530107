//! Makes exports and writes them into a folder. No file is written over.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::exports::{Content, Export, ExportRequest, OfKept};
use crate::error::Error;
use crate::export::{CurveFormat, ExportFormat, Weights};
use crate::run_file::RunFile;
use crate::train::WorkerThreads;

/// The time after which the file of a run that goes on has more lines.
const UNTIL_NEXT_LINES: Duration = Duration::from_millis(700);
/// How often a file is read again that has not come to the step yet.
const ATTEMPTS: usize = 4;
/// The most files of one name.
const MOST_OF_A_NAME: usize = 1_000;

/// Makes an export, writes it into `folder`, and returns the name of its file.
///
/// # Errors
/// When it cannot be made or written.
pub fn make(request: ExportRequest, folder: &Path) -> Result<String, Error> {
    let place = Place { folder, stem: &request.stem };
    match request.content {
        Content::Screen { buffer, format, background, line } => {
            let bytes = format.bytes(&buffer, &line, background).map_err(Error::Output)?;
            place.write(ExportFormat::Screen(format).extension(), &bytes)
        }
        Content::Weights { format, network, step, line } => {
            let weights = Weights { network: &network, step, command: &line };
            let bytes = format.bytes(&weights).map_err(Error::Output)?;
            place.write(ExportFormat::Weights(format).extension(), &bytes)
        }
        Content::Kept { file, what, step } => {
            let run = read(&file, step)?;
            match what {
                OfKept::Run => {
                    let (mut to, name) = place.create(Export::Run.extension())?;
                    let copied = File::open(&file).and_then(|mut from| io::copy(&mut from, &mut to));
                    copied.map(|_| name.clone()).map_err(Error::unwritable(&folder.join(name)))
                }
                OfKept::Curves(CurveFormat::TensorBoard) => {
                    place.write_event_file(&run, &run.curves(CurveFormat::TensorBoard, step))
                }
                OfKept::Curves(format) => {
                    place.write(ExportFormat::Curves(format).extension(), &run.curves(format, step))
                }
                OfKept::Report => {
                    place.write(ExportFormat::Report.extension(), report(&run, step)?.as_bytes())
                }
            }
        }
    }
}

/// The file of a run, as soon as it has come to a step.
///
/// # Errors
/// When it cannot be read, or does not come to the step.
fn read(file: &Arc<Path>, step: u64) -> Result<RunFile, Error> {
    let mut run = RunFile::read(file); // which may have no line yet
    for _ in 1..ATTEMPTS {
        if run.as_ref().is_ok_and(|run| run.step >= step) {
            break;
        }
        thread::sleep(UNTIL_NEXT_LINES);
        run = RunFile::read(file);
    }
    let run = run?;
    if run.step < step {
        let problem = format!("the run is saved up to step {} only", run.step);
        return Err(Error::BadData { path: file.display().to_string(), problem });
    }
    Ok(run)
}

/// The report of a run up to a step, computed on one thread: the others train.
fn report(run: &RunFile, step: u64) -> Result<String, Error> {
    let setup = run.setup(&mut |_| {})?;
    let session = run.session_at(step, setup, WorkerThreads::new(1).pool(), &mut |_| true)?;
    Ok(session.map_or_else(String::new, |session| run.report(&session)))
}

/// Where exports go, and the name of their files without what comes behind the point.
struct Place<'a> {
    folder: &'a Path,
    stem: &'a str,
}

impl Place<'_> {
    fn write(&self, extension: &str, bytes: &[u8]) -> Result<String, Error> {
        let (mut file, name) = self.create(extension)?;
        file.write_all(bytes).map_err(Error::unwritable(&self.folder.join(&name)))?;
        Ok(name)
    }

    /// Creates a file that does not exist yet.
    fn create(&self, extension: &str) -> Result<(File, String), Error> {
        self.first_free(extension, |path| OpenOptions::new().write(true).create_new(true).open(path))
    }

    /// Writes an event file into a folder of its own, for which TensorBoard asks.
    fn write_event_file(&self, run: &RunFile, bytes: &[u8]) -> Result<String, Error> {
        let extension = ExportFormat::Curves(CurveFormat::TensorBoard).extension();
        let ((), name) = self.first_free(extension, |path| fs::create_dir(path))?;
        let path = self.folder.join(&name).join(run.event_file_name());
        fs::write(&path, bytes).map_err(Error::unwritable(&path))?;
        Ok(name)
    }

    /// Makes something under the first name that is free: `stem.extension`, `stem-2.extension`, and so on.
    fn first_free<T>(
        &self,
        extension: &str,
        make: impl Fn(&Path) -> io::Result<T>,
    ) -> Result<(T, String), Error> {
        let mut name = format!("{}.{extension}", self.stem);
        let mut made = make(&self.folder.join(&name));
        for number in 2..=MOST_OF_A_NAME {
            match made {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    name = format!("{}-{number}.{extension}", self.stem);
                    made = make(&self.folder.join(&name));
                }
                _ => break,
            }
        }
        made.map(|made| (made, name.clone())).map_err(Error::unwritable(&self.folder.join(&name)))
    }
}
