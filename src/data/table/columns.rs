//! Which column of a table is what.

use super::text::{Fault, number};

const MOST_COLUMNS: usize = 20_000;

/// What the column of classes may be called; `y` is so only where no `x` stands beside it.
const CLASS: [&str; 5] = ["label", "class", "target", "species", "y"];
/// What columns are called that only number the rows.
const COUNTERS: [&str; 4] = ["", "id", "index", "unnamed: 0"];

/// Which column is what.
pub struct Columns {
    /// The one of the classes.
    pub class: usize,
    /// Those that count, in their order.
    pub numbers: Vec<usize>,
    /// How many there are.
    pub all: usize,
    /// What those that count are called, if the first row says so.
    pub names: Option<Vec<String>>,
}

impl Columns {
    /// What the first row tells.
    pub fn of(first: &csv::ByteRecord, delimiter: u8) -> Result<Columns, Fault> {
        let names: Vec<String> =
            first.iter().map(|name| String::from_utf8_lossy(name).to_lowercase()).collect();
        if names.len() > MOST_COLUMNS {
            return Err(Fault::Contents(format!("it has more than {MOST_COLUMNS} columns")));
        }
        let place = |name: &str| names.iter().position(|other| other == name);
        let named =
            CLASS.iter().filter(|&&name| name != "y" || place("x").is_none()).find_map(|name| place(name));
        let is_header = named.is_some() || first.iter().all(|field| number(field, delimiter).is_none());
        // Some programs end each line with a comma.
        let last = names.iter().rposition(|name| !name.is_empty()).unwrap_or(0);
        let class = named.unwrap_or(last);
        let is_counter = |column: usize| is_header && COUNTERS.contains(&names[column].as_str());
        let counts = |&column: &usize| column <= last && !is_counter(column);
        let numbers: Vec<usize> = (0..names.len()).filter(|&column| column != class).filter(counts).collect();
        if numbers.is_empty() {
            return Err(Fault::Contents("it has no columns of numbers beside the class".to_owned()));
        }
        let all = names.len();
        let names = is_header.then(|| numbers.iter().map(|&column| names[column].clone()).collect());
        Ok(Columns { class, numbers, all, names })
    }
}
