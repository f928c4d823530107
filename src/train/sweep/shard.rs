//! The part of a sweep that one of several processes carries out.

use std::fmt;
use std::str::FromStr;

/// Every N-th run, from the I-th on, as text `I/N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which one: from 1 on.
    nth: usize,
    /// How many there are.
    of: usize,
}

impl Shard {
    /// The whole sweep.
    pub const WHOLE: Shard = Shard { nth: 1, of: 1 };

    /// Whether it has the run of this index, which is from 1 on.
    pub fn has(self, index: usize) -> bool {
        index % self.of == self.nth % self.of
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.nth, self.of)
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Shard, &'static str> {
        const FORM: &str = "give I/N with I from 1 to N, as in 2/4";
        let (nth, of) = text.split_once('/').ok_or(FORM)?;
        let shard = Shard { nth: nth.parse().map_err(|_| FORM)?, of: of.parse().map_err(|_| FORM)? };
        (1..=shard.of).contains(&shard.nth).then_some(shard).ok_or(FORM)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_run_is_in_one_shard() {
        let shards: Vec<Shard> = (1..=4).map(|nth| format!("{nth}/4").parse().expect("a shard")).collect();
        for index in 1..=45 {
            assert_eq!(shards.iter().filter(|shard| shard.has(index)).count(), 1);
        }
        assert!(shards[0].has(1) && shards[3].has(4) && Shard::WHOLE.has(7));
        for wrong in ["0/4", "5/4", "1", "1/0", "a/b", "/"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
