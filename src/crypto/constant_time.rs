//! Comparisons whose time does not depend on the values.

use std::hint::black_box;

/// Zero if two slices of the same length are equal. Eight bytes at a time.
pub fn difference(a: &[u8], b: &[u8]) -> u64 {
    let ((words_a, rest_a), (words_b, rest_b)) = (a.as_chunks(), b.as_chunks());
    let words = words_a.iter().zip(words_b).map(|(a, b)| u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b));
    let bytes = rest_a.iter().zip(rest_b).map(|(a, b)| u64::from(a ^ b));
    black_box(words.chain(bytes).fold(0, |difference, next| difference | next))
}

/// All bits set if `a < b`, otherwise none. Both must be below 2^63.
pub fn is_less(a: u64, b: u64) -> u64 {
    mask(a.wrapping_sub(b) >> 63)
}

/// All bits set if `a == b`, otherwise none.
pub fn is_equal(a: u64, b: u64) -> u64 {
    let difference = a ^ b;
    mask((!difference & difference.wrapping_sub(1)) >> 63)
}

/// All bits set for 1, none for 0. `black_box` keeps the compiler from making it a branch.
fn mask(bit: u64) -> u64 {
    black_box(0_u64.wrapping_sub(bit))
}
