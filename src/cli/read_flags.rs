//! The flags that say how a table is to be read.

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches};

use crate::data::{ColumnChoice, Header, ReadOptions};

/// The names of the flags.
pub const NAMES: [&str; 3] = [LABEL, DROP, HEADER];
const LABEL: &str = "label";
const DROP: &str = "drop";
const HEADER: &str = "header";

/// The flags of a table.
pub fn read_flags() -> [Arg; 3] {
    let flag = |name: &'static str| {
        Arg::new(name).long(name).value_parser(NonEmptyStringValueParser::new()).help_heading("Tables")
    };
    [
        flag(LABEL)
            .value_name("COLUMN")
            .allow_negative_numbers(true)
            .help("The column of the classes, by name or number; -1 is the last [default: found by itself]"),
        flag(DROP).value_name("COLUMN").allow_negative_numbers(true).action(ArgAction::Append).help(
            "A column to leave out, by name or number; give it again for more; none keeps numbers of rows",
        ),
        flag(HEADER)
            .value_name("KIND")
            .value_parser(PossibleValuesParser::new(Header::ALL.map(Header::name)))
            .hide_possible_values(true)
            .help("Whether the first line names the columns: yes, no or auto [default: auto]"),
    ]
}

/// How the person wants a table to be read.
pub fn read_options(matches: &ArgMatches) -> ReadOptions {
    let header = matches.get_one::<String>(HEADER);
    let header = Header::ALL.into_iter().find(|kind| header.is_some_and(|name| name == kind.name()));
    ReadOptions {
        label: matches.get_one::<String>(LABEL).map(ColumnChoice::new),
        drop: matches.get_many::<String>(DROP).into_iter().flatten().map(ColumnChoice::new).collect(),
        header: header.unwrap_or_default(),
    }
}
