//! SHA-1 (FIPS 180-4), which signs pushes. The crate `sha1` unrolls its loops: it would take 2 KB of the module.

/// The hash of `message`. Its time depends on the length only.
pub fn sha1(message: &[u8]) -> [u8; 20] {
    // Whole blocks, with room for the byte after the message and for its length in bits.
    let mut padded = vec![0; message.len().saturating_add(9).next_multiple_of(64)];
    padded.iter_mut().zip(message.iter().chain(&[0x80])).for_each(|(to, from)| *to = *from);
    if let Some(bits) = padded.last_chunk_mut() {
        *bits = (message.len() as u64).wrapping_mul(8).to_be_bytes();
    }

    let mut state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let (words, _) = padded.as_chunks();
    let (blocks, _) = words.as_chunks();
    for block in blocks {
        compress(&mut state, block.map(u32::from_be_bytes));
    }
    let mut hash = [0; 20];
    hash.as_chunks_mut().0.iter_mut().zip(state).for_each(|(bytes, word)| *bytes = word.to_be_bytes());
    hash
}

fn compress(state: &mut [u32; 5], mut words: [u32; 16]) {
    let [mut a, mut b, mut c, mut d, mut e] = *state;
    for round in 0..80 {
        let (mixed, constant) = match round / 20 {
            0 => (d ^ (b & (c ^ d)), 0x5a82_7999),
            1 => (b ^ c ^ d, 0x6ed9_eba1),
            2 => ((b & c) | (d & (b | c)), 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6_u32),
        };
        let next = [a.rotate_left(5), mixed, e, constant, words[0]].into_iter().fold(0, u32::wrapping_add);
        (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        // The next word of the schedule, from four of the 16 before it.
        let word = (words[0] ^ words[2] ^ words[8] ^ words[13]).rotate_left(1);
        words.copy_within(1.., 0);
        words[15] = word;
    }
    for (word, result) in state.iter_mut().zip([a, b, c, d, e]) {
        *word = word.wrapping_add(result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard_hash_to_their_values() {
        for (message, start) in [
            ("", [0xda39_a3ee, 0x5e6b_4b0d, 0x3255_bfef, 0x9560_1890, 0xafd8_0709]),
            ("abc", [0xa999_3e36, 0x4706_816a, 0xba3e_2571, 0x7850_c26c, 0x9cd0_d89d]),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                [0x8498_3e44, 0x1c3b_d26e, 0xbaae_4aa1, 0xf951_29e5, 0xe546_70f1],
            ),
        ] {
            assert_eq!(sha1(message.as_bytes()), *start.map(u32::to_be_bytes).as_flattened(), "{message}");
        }
    }
}
