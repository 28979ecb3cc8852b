/// The integer that a text is. JSON writers that know only floating-point numbers write 110 as `110.0` or `1.1E2`. A
/// number that is too large for an `i64` counts as its largest or smallest value.
///
/// Not by `parse::<f64>`, which would add several KB to the module.
pub fn parse(text: &str) -> Option<i64> {
    // Most numbers are only digits, and need no copy.
    if let Some(integer) = digits_only(text.as_bytes()) {
        return Some(integer);
    }
    let (is_negative, unsigned) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let (whole, rest) = split_digits(unsigned)?;
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => split_digits(rest)?,
        _ => (&[][..], rest),
    };
    let shift = match rest {
        [] => 0,
        [b'e' | b'E', b'-', magnitude @ ..] => 0_i64.saturating_sub(digits_only(magnitude)?),
        [b'e' | b'E', b'+', magnitude @ ..] | [b'e' | b'E', magnitude @ ..] => digits_only(magnitude)?,
        _ => return None,
    };
    let mut digits = [whole, fraction].concat();
    while digits.pop_if(|digit| *digit == b'0').is_some() {}
    // How many digits are before the point, and how many zeros follow the significant digits there.
    let point = shift.saturating_add_unsigned(whole.len() as u64);
    let zeros = point.saturating_sub_unsigned(digits.len() as u64);
    if !digits.is_empty() && zeros < 0 {
        return None; // There is a fraction.
    }
    let mut value = value_of(&digits);
    // Twenty zeros exceed any value that is not zero.
    for _ in 0..zeros.clamp(0, 20) {
        value = value.saturating_mul(10);
    }
    Some(if is_negative { 0_i64.saturating_sub(value) } else { value })
}

/// The digits at the beginning, of which there must be one, and what follows them.
fn split_digits(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at_checked(count).filter(|_| count > 0)
}

/// The value of a text that is only digits.
fn digits_only(text: &[u8]) -> Option<i64> {
    let (digits, rest) = split_digits(text)?;
    rest.is_empty().then(|| value_of(digits))
}

fn value_of(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |value: i64, digit| value.saturating_mul(10).saturating_add(digit.wrapping_sub(b'0').into()))
}
