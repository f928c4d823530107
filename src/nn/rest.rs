//! When threads that share loops should not: while other programs take their cores.

/// Spins after which a caller with nothing left to do takes it that a worker in the loop has lost its core to another
/// program: longer than an item of a loop takes.
const LATE: u32 = 4_000;
/// The fewest loops that the caller runs alone after a worker was late, and the loops in time after which a rest counts as
/// half as long.
const SHORTEST: u32 = 1 << 8;
/// The most loops that the caller runs alone before it shares one again: some seconds.
const LONGEST: u32 = 1 << 14;

/// Keeps the caller of loops from sharing them for a while after a worker was late. On a busy machine, where a wait takes as
/// long as many steps, each rest is twice as long as the one before.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// Loops that are still to be run alone.
    left: u32,
    /// The length of the last rest.
    last: u32,
    /// Loops in time since then.
    in_time: u32,
}

impl Rest {
    /// Whether the next loop is to be run alone.
    pub fn goes_on(&mut self) -> bool {
        let goes_on = self.left > 0;
        self.left = self.left.saturating_sub(1);
        goes_on
    }

    /// Takes note of a shared loop after which the caller waited for `spins` spins.
    pub fn observe(&mut self, spins: u32) {
        self.in_time += 1;
        if spins >= LATE {
            self.last = (2 * self.last).clamp(SHORTEST, LONGEST);
            self.left = self.last;
            self.in_time = 0;
        } else if self.in_time == SHORTEST {
            self.last /= 2;
            self.in_time = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The loops that are run alone until one is shared.
    fn alone(rest: &mut Rest) -> u32 {
        let mut loops = 0;
        while rest.goes_on() {
            loops += 1;
        }
        loops
    }

    #[test]
    fn a_late_worker_is_left_alone_for_longer_each_time() {
        let mut rest = Rest::default();
        assert_eq!(alone(&mut rest), 0);
        rest.observe(LATE - 1);
        assert_eq!(alone(&mut rest), 0);
        for doubled in 0..12 {
            rest.observe(LATE);
            assert_eq!(alone(&mut rest), (SHORTEST << doubled).min(LONGEST));
        }
    }

    #[test]
    fn loops_in_time_shorten_the_next_rest() {
        let mut rest = Rest::default();
        for _ in 0..4 {
            rest.observe(LATE);
        }
        for _ in 0..2 * SHORTEST {
            rest.observe(0);
        }
        alone(&mut rest);
        rest.observe(LATE);
        assert_eq!(alone(&mut rest), 8 * SHORTEST / 4 * 2);
    }
}
