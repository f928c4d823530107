//! Capitals, and the name that a person probably meant.

/// The name nearest to `typed`, if it is near enough to be a slip of the fingers: one in four letters, at least one.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let most = (typed.chars().count() / 4).max(1);
    let near = names.into_iter().map(|name| (distance(&typed, name), name));
    near.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// A text with its first letter as a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// How many letters have to be added, removed, replaced or swapped with their neighbour to turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before = vec![0; to.len() + 1];
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for i in 1..=from.len() {
        let mut next = vec![i];
        for j in 1..=to.len() {
            let is_same = from[i - 1] == to[j - 1];
            let mut best = (row[j - 1] + usize::from(!is_same)).min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_understood() {
        let sets = ["circles", "moons", "xor", "gaussians", "spirals", "mnist"];
        let meant = |typed| nearest(typed, sets);
        assert_eq!(
            ["circle", "minst", "Mnist", "spiral", "xro", "mons"].map(meant),
            [Some("circles"), Some("mnist"), Some("mnist"), Some("spirals"), Some("xor"), Some("moons")]
        );
        assert_eq!(["squares", "", "iris", "x"].map(meant), [None; 4]);
    }
}
