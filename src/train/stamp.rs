//! The fingerprint of a run at a step, as text: `2000:8c89f4a1c0b2d3e4`.

use std::fmt;
use std::str::FromStr;

use super::history::History;

/// The fingerprint of a run after so many steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The step of the last evaluation that counts.
    pub step: u64,
    /// The hash of all losses until then.
    pub fingerprint: u64,
}

impl Stamp {
    /// Of the last evaluation; `None` before the first one.
    pub fn of(history: &History) -> Option<Stamp> {
        history.latest().map(|latest| Stamp { step: latest.step, fingerprint: history.fingerprint() })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:016x}", self.step, self.fingerprint)
    }
}

impl FromStr for Stamp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Stamp, &'static str> {
        const FORM: &str = "give STEP:FINGERPRINT, as in 2000:8c89f4a1c0b2d3e4";
        let (step, fingerprint) = text.split_once(':').ok_or(FORM)?;
        let is_whole = fingerprint.len() == 16 && fingerprint.bytes().all(|digit| digit.is_ascii_hexdigit());
        let fingerprint = u64::from_str_radix(fingerprint, 16).ok().filter(|_| is_whole).ok_or(FORM)?;
        Ok(Stamp { step: step.parse().map_err(|_| FORM)?, fingerprint })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_comes_back_from_its_text() {
        let stamp = Stamp { step: 2_000, fingerprint: 0x0c89 };
        assert_eq!(stamp.to_string(), "2000:0000000000000c89");
        assert_eq!(stamp.to_string().parse(), Ok(stamp));
        for wrong in ["2000", "2000:c89", ":0000000000000c89", "x:0000000000000c89", "1:+000000000000c89"] {
            assert!(wrong.parse::<Stamp>().is_err(), "{wrong}");
        }
    }
}
