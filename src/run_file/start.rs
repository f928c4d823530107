//! What is trained, on what: the first line of a run file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::data::{Choice, Column, ColumnChoice, Dataset, Header, LeftOut, ReadOptions, Reading};
use crate::error::Error;
use crate::train::{Planned, SETTINGS, Session, Setup};

/// The version of the format. Programs read older versions; newer ones are refused.
pub const FORMAT: u32 = 1;

/// What is trained, on what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Start<'a> {
    /// The version of the format.
    #[serde(default)]
    pub format: u32,
    /// The command line that repeats the run.
    pub command: Cow<'a, str>,
    /// The version of the program.
    pub version: Cow<'a, str>,
    /// The name of the data set.
    pub dataset: Cow<'a, str>,
    /// Numbers of an example.
    pub inputs: usize,
    /// Classes.
    pub classes: usize,
    /// The names of the classes.
    pub class_names: Cow<'a, [String]>,
    /// What the columns of a file were taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<Taken<'a>>,
    /// Training examples.
    pub train_size: usize,
    /// Test examples.
    pub test_size: usize,
    /// Weights and biases.
    pub parameters: usize,
    /// Steps between two evaluations.
    pub eval_every: u64,
    /// Threads that share the work.
    pub threads: usize,
    /// The set-up, setting by setting.
    #[serde(default)]
    pub setup: Values<'a>,
}

/// A set-up, setting by setting.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Values<'a> {
    /// The name of the data set, or the path of its file.
    pub data: Cow<'a, str>,
    /// The column of the classes, if a person chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Cow<'a, str>>,
    /// The columns that a person left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<Cow<'a, str>>,
    /// Whether the first line names the columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Cow<'a, str>>,
    /// The values of the settings, as on the command line.
    pub settings: BTreeMap<String, String>,
    /// The planned changes, as on the command line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<String>,
}

/// What the columns of a file were taken for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Taken<'a> {
    summary: String,
    class: Vec<TableColumn<'a>>,
    left_out: Vec<Dropped<'a>>,
    notes: Cow<'a, [String]>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct TableColumn<'a> {
    number: usize,
    name: Option<Cow<'a, str>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Dropped<'a> {
    #[serde(flatten)]
    column: TableColumn<'a>,
    reason: Cow<'a, str>,
}

impl Start<'_> {
    /// Of a run.
    pub fn of(session: &Session) -> Start<'_> {
        let (setup, dataset) = (session.setup(), session.dataset());
        Start {
            format: FORMAT,
            command: session.command_line("train ").into(),
            version: env!("CARGO_PKG_VERSION").into(),
            dataset: Cow::Borrowed(&dataset.name),
            inputs: dataset.shape.inputs(),
            classes: dataset.classes(),
            class_names: Cow::Borrowed(&dataset.class_names),
            reading: setup.data.reading().map(|reading| Taken::new(reading, dataset)),
            train_size: dataset.train.len(),
            test_size: dataset.test.len(),
            parameters: session.network().parameters(),
            eval_every: setup.eval_every(),
            threads: session.threads(),
            setup: Values::of(session.initial()),
        }
    }
}

impl Taken<'_> {
    fn new<'a>(reading: &'a Reading, dataset: &Dataset) -> Taken<'a> {
        let dropped = |left_out: &'a LeftOut| Dropped {
            column: TableColumn::new(&left_out.column),
            reason: left_out.reason.into(),
        };
        Taken {
            summary: reading.summary(dataset.classes(), dataset.shape.inputs()),
            class: reading.class.iter().map(TableColumn::new).collect(),
            left_out: reading.left_out.iter().map(dropped).collect(),
            notes: Cow::Borrowed(&reading.notes),
        }
    }
}

impl TableColumn<'_> {
    fn new(column: &Column) -> TableColumn<'_> {
        TableColumn { number: column.number, name: column.name.as_deref().map(Cow::Borrowed) }
    }
}

impl Values<'_> {
    /// A set-up, setting by setting.
    pub fn of(setup: &Setup) -> Values<'static> {
        let options = setup.data.read_options();
        let column = |column: &ColumnChoice| Cow::Owned(column.text().to_owned());
        let header = options.map(|options| options.header).filter(|&header| header != Header::Auto);
        Values {
            data: setup.data.name().into(),
            label: options.and_then(|options| options.label.as_ref()).map(column),
            drop: options.iter().flat_map(|options| &options.drop).map(column).collect(),
            header: header.map(|header| header.name().into()),
            settings: values(setup),
            at: setup.at.iter().map(Planned::text).collect(),
        }
    }

    /// How its table is read.
    pub fn read_options(&self) -> ReadOptions {
        let column = |text: &Cow<str>| ColumnChoice::new(text.as_ref());
        let header = Header::ALL.into_iter().find(|header| self.header.as_deref() == Some(header.name()));
        ReadOptions {
            label: self.label.as_ref().map(column),
            drop: self.drop.iter().map(column).collect(),
            header: header.unwrap_or_default(),
        }
    }
}

/// A set-up for `data` with these values.
///
/// # Errors
/// When a value does not work with the data.
pub fn setup_of(data: Choice, values: &BTreeMap<String, String>) -> Result<Setup, Error> {
    let mut setup = Setup::lecture(data);
    for setting in SETTINGS {
        if let Some(value) = values.get(setting.name) {
            setting.set(&mut setup, value)?;
        }
    }
    Ok(setup)
}

/// The values of all settings that apply.
pub fn values(setup: &Setup) -> BTreeMap<String, String> {
    let applying = SETTINGS.iter().filter(|setting| (setting.applies)(&setup.data));
    applying.map(|setting| (setting.name.to_owned(), (setting.get)(setup))).collect()
}
