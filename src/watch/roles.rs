//! Which column of a log is what: as a person says, or else as its name suggests.

use std::collections::BTreeMap;

use super::names::{self, Meaning, Quantity, Role, Set};
use super::rows::Rows;

/// The columns that a person has named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen(BTreeMap<Role, String>);

impl Chosen {
    /// Names the column of a role.
    pub fn set(&mut self, role: Role, column: String) {
        self.0.insert(role, column);
    }

    /// The column that was named for a role.
    pub fn get(&self, role: Role) -> Option<&str> {
        self.0.get(&role).map(String::as_str)
    }

    /// The roles with a column that is not among these.
    pub fn missing<'a>(&'a self, names: &'a [String]) -> impl Iterator<Item = (Role, &'a str)> {
        self.0.iter().filter(|(_, name)| !names.contains(name)).map(|(role, name)| (*role, name.as_str()))
    }
}

/// Two columns that are as good a guess for a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The role.
    pub role: Role,
    /// The names of the columns, the one that is taken first.
    pub columns: Vec<String>,
}

/// The column of each role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    columns: [Option<usize>; Role::ALL.len()],
    /// Guesses that might as well be others.
    pub doubts: Vec<Doubt>,
}

impl Roles {
    /// Guesses the column of each role that is not chosen.
    pub fn of(rows: &Rows, chosen: &Chosen) -> Roles {
        let mut guess = Guess { rows, names: rows.names(), chosen, roles: Roles::default() };
        guess.best(Role::Step, names::step_rank);
        guess.best(Role::Epoch, names::epoch_rank);
        for quantity in [Quantity::Loss, Quantity::Accuracy, Quantity::Examples] {
            guess.quantity(quantity);
        }
        guess.roles
    }

    /// The column of a role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns[role as usize]
    }

    /// The role of each of so many columns, if it has one.
    pub fn of_columns(&self, count: usize) -> Vec<Option<Role>> {
        let mut roles = vec![None; count];
        for role in Role::ALL {
            if let Some(place) = self.column(role).and_then(|column| roles.get_mut(column)) {
                *place = Some(role);
            }
        }
        roles
    }

    /// Whether a column that had a role in `before` has another one now, so that what was read by it is no longer right.
    pub fn contradicts(&self, before: &Roles) -> bool {
        Role::ALL
            .into_iter()
            .any(|role| before.column(role).is_some_and(|column| self.column(role) != Some(column)))
    }
}

struct Guess<'a> {
    rows: &'a Rows,
    names: &'a [String],
    chosen: &'a Chosen,
    roles: Roles,
}

impl Guess<'_> {
    /// The columns that there are.
    fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        let all = self.names.iter().enumerate().filter(|(column, _)| self.rows.is_used(*column));
        all.map(|(column, name)| (column, name.as_str()))
    }

    /// Gives a role to the column with the lowest penalty, and remembers those that are as good.
    fn best(&mut self, role: Role, penalty: impl Fn(&str) -> Option<u32>) {
        if let Some(name) = self.chosen.get(role) {
            self.roles.columns[role as usize] = self.names.iter().position(|other| other == name);
            return;
        }
        let penalties = self.columns().filter_map(|(column, name)| Some((penalty(name)?, column)));
        let penalties: Vec<(u32, usize)> = penalties.collect();
        let Some(lowest) = penalties.iter().map(|(penalty, _)| *penalty).min() else { return };
        let best: Vec<usize> =
            penalties.iter().filter(|(penalty, _)| *penalty == lowest).map(|(_, column)| *column).collect();
        self.roles.columns[role as usize] = Some(best[0]);
        if best.len() > 1 && role.flag().is_some() {
            let columns = best.iter().map(|&column| self.names[column].clone()).collect();
            self.roles.doubts.push(Doubt { role, columns });
        }
    }

    /// The columns of a quantity on each set. Where only one set was held out, it is the test set, whatever it is called.
    fn quantity(&mut self, quantity: Quantity) {
        let [train, test, validation] = match quantity {
            Quantity::Loss => [Role::TrainLoss, Role::TestLoss, Role::ValidationLoss],
            Quantity::Accuracy => [Role::TrainAccuracy, Role::TestAccuracy, Role::ValidationAccuracy],
            Quantity::Examples => [Role::TrainExamples, Role::TestExamples, Role::ValidationExamples],
        };
        let of = |name: &str| names::meaning(name).filter(|meaning| meaning.quantity == quantity);
        let on =
            |set: Set| move |name: &str| of(name).filter(|found| found.set == set).map(|found| found.penalty);
        let is_there = |set: Set| self.columns().any(|(_, name)| on(set)(name).is_some());
        let has_both = is_there(Set::Validation) && is_there(Set::Test) && self.chosen.get(test).is_none();
        let first = self.numbered_first(of).filter(|_| !is_there(Set::Train) && !is_there(Set::Unnamed));
        if let Some(first) = first.filter(|_| self.chosen.get(train).is_none()) {
            // The first of several sets is the one that was learned from, as in XGBoost's `eval_set`.
            self.roles.columns[train as usize] = Some(first);
            let first = self.names[first].clone();
            return self.best(test, move |name| on(Set::Validation)(name).filter(|_| name != first));
        }
        let is_train_named =
            self.roles.column(Role::TrainLoss).is_some_and(|loss| is_of_train(&self.names[loss]));
        let is_only_unnamed = ![Set::Train, Set::Validation, Set::Test].into_iter().any(is_there);
        if quantity == Quantity::Accuracy && is_train_named && is_only_unnamed {
            // Beside a `train_loss`, a mere `accuracy` is that of the examples that were held out, as in the tables of fastai.
            return self.best(test, on(Set::Unnamed));
        }
        self.best(train, |name| of(name).and_then(names::as_training));
        if has_both {
            self.best(test, on(Set::Test));
            self.best(validation, on(Set::Validation));
        } else {
            self.best(test, |name| on(Set::Test)(name).or_else(|| on(Set::Validation)(name)));
        }
    }

    /// The column of the first of several numbered sets, as in `validation_0-logloss` beside `validation_1-logloss`.
    fn numbered_first(&self, of: impl Fn(&str) -> Option<Meaning>) -> Option<usize> {
        let penalties = self.columns().filter_map(|(column, name)| Some((of(name)?.penalty, column)));
        let (_, column) = penalties.min()?;
        let name = &self.names[column];
        let second = name.replacen('0', "1", 1);
        (second != *name && self.names.contains(&second)).then_some(column)
    }
}

/// Whether a name says that it is of the training examples.
fn is_of_train(name: &str) -> bool {
    names::meaning(name).is_some_and(|meaning| meaning.set == Set::Train)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(names: &[&str]) -> (Vec<(&'static str, String)>, usize) {
        let mut rows = Rows::default();
        for name in names {
            rows.push_named(name, 0.5);
        }
        rows.end();
        let roles = Roles::of(&rows, &Chosen::default());
        let name = |role: Role| Some((role.name(), rows.names()[roles.column(role)?].clone()));
        (Role::ALL.into_iter().filter_map(name).collect(), roles.doubts.len())
    }

    fn named(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        pairs.iter().map(|(role, name)| (*role, (*name).to_owned())).collect()
    }

    #[test]
    fn columns_of_training_programs_are_guessed() {
        let (keras, doubts) = guess(&["epoch", "accuracy", "loss", "val_accuracy", "val_loss"]);
        let expected = named(&[
            ("epoch", "epoch"),
            ("train_loss", "loss"),
            ("test_loss", "val_loss"),
            ("train_accuracy", "accuracy"),
            ("test_accuracy", "val_accuracy"),
        ]);
        assert_eq!((keras, doubts), (expected, 0));
        let (booster, doubts) = guess(&["iteration", "validation_0-logloss", "validation_1-logloss"]);
        let expected = named(&[
            ("step", "iteration"),
            ("train_loss", "validation_0-logloss"),
            ("test_loss", "validation_1-logloss"),
        ]);
        assert_eq!((booster, doubts), (expected, 0));
        let (fastai, _) = guess(&["epoch", "train_loss", "valid_loss", "accuracy", "time"]);
        assert_eq!(fastai[3], ("test_accuracy", "accuracy".to_owned()));
        let (own, doubts) = guess(&["step", "train_loss", "test_loss", "validation_loss"]);
        assert_eq!((own.len(), doubts, own[3].0), (4, 0, "validation_loss"));
    }

    #[test]
    fn two_guesses_that_are_as_good_are_a_doubt() {
        assert_eq!(guess(&["step", "train_cls_loss", "train_box_loss", "val_loss"]).1, 1);
    }
}
