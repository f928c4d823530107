//! What the environment says about colours and characters.

use std::ffi::OsString;

/// A variable of the environment, or of a test.
type Variable<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Whether the user wants no colours: `NO_COLOR` is set and not empty, whatever its value (no-color.org).
pub fn wants_no_color(variable: Variable) -> bool {
    is_set(variable, "NO_COLOR").is_some()
}

/// Whether the locale has characters beyond ASCII. The first variable counts that is set and not empty (POSIX).
#[cfg(any(unix, test))]
pub fn has_unicode(variable: Variable) -> bool {
    if is_set(variable, "TERM").is_some_and(|term| term == "linux") {
        return false; // the console has 512 glyphs
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| is_set(variable, name));
    let locale = locale.unwrap_or_default().to_string_lossy().to_lowercase();
    // A modifier may stand behind it: `de_DE.UTF-8@euro`.
    let encoding = locale.split('@').next().unwrap_or_default();
    encoding.ends_with("utf-8") || encoding.ends_with("utf8")
}

fn is_set(variable: Variable, name: &str) -> Option<OsString> {
    variable(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks with the variables of a line such as `LANG=C.UTF-8 LC_ALL=`.
    fn with(line: &str, check: fn(Variable) -> bool) -> bool {
        check(&|name| {
            let values = line.split(' ').filter_map(|word| word.split_once('='));
            values.filter(|(other, _)| *other == name).map(|(_, value)| value.into()).next()
        })
    }

    #[test]
    fn no_color_counts_unless_it_is_empty() {
        for line in ["NO_COLOR=1", "NO_COLOR=0", "NO_COLOR=false", "NO_COLOR=no"] {
            assert!(with(line, wants_no_color), "{line}");
        }
        assert!(!with("NO_COLOR=", wants_no_color) && !with("", wants_no_color));
    }

    #[test]
    fn an_empty_variable_of_the_locale_counts_as_unset() {
        for line in [
            "LANG=C.UTF-8",
            "LC_ALL= LANG=de_DE.utf8",
            "LC_ALL= LC_CTYPE= LANG=de_DE.UTF-8@euro",
            "LC_CTYPE=UTF-8",
        ] {
            assert!(with(line, has_unicode), "{line}");
        }
        for line in [
            "",
            "LC_ALL=C LANG=C.UTF-8",
            "LANG=de_DE.ISO-8859-15@euro",
            "TERM=linux LANG=C.UTF-8",
            "LC_CTYPE=C LANG=C.UTF-8",
        ] {
            assert!(!with(line, has_unicode), "{line}");
        }
    }
}
