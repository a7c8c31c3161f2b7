using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Baton.Core;

/// <summary>
/// SHA-256 (FIPS 180-4), for telling contents apart, not for secrets (ADR 21). The framework's own calls OpenSSL, which makes the process
/// 4 MB larger and is loaded for nothing else unless something is asked by https.
/// </summary>
public static class Sha256
{
    internal const int BlockBytes = 64, HashBytes = 32;
    private const int Rounds = 64, LengthAt = 56;

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The hash of <paramref name="data"/> as 64 small hexadecimal digits.</summary>
    public static string HexOf(ReadOnlySpan<byte> data)
    {
        Span<uint> state = stackalloc uint[8];
        Begin(state);
        var rest = data;
        for (; rest.Length >= BlockBytes; rest = rest[BlockBytes..]) Mix(state, rest);
        Span<byte> hash = stackalloc byte[HashBytes];
        End(state, rest, (ulong)data.Length, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static string HexOf(string text) => HexOf(Encoding.UTF8.GetBytes(text));

    /// <summary>The eight numbers to begin with.</summary>
    internal static void Begin(Span<uint> state)
    {
        ReadOnlySpan<uint> first = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        first.CopyTo(state);
    }

    /// <summary>The hash, after all whole blocks were mixed in.</summary>
    /// <param name="state">The numbers; not to be used any more.</param>
    /// <param name="rest">What is left, less than a block.</param>
    /// <param name="length">Of all that was hashed.</param>
    /// <param name="hash">32 bytes.</param>
    internal static void End(Span<uint> state, ReadOnlySpan<byte> rest, ulong length, Span<byte> hash)
    {
        // What is left, a one bit, zeros, and the length in bits: one block, or two where the length does not fit.
        Span<byte> end = stackalloc byte[2 * BlockBytes];
        end.Clear();
        rest.CopyTo(end);
        end[rest.Length] = 0x80;
        end = end[..(rest.Length < LengthAt ? BlockBytes : 2 * BlockBytes)];
        BinaryPrimitives.WriteUInt64BigEndian(end[^8..], length * 8);
        for (; end.Length > 0; end = end[BlockBytes..]) Mix(state, end);
        for (var i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(hash[(4 * i)..], state[i]);
    }

    /// <summary>Mixes in a block, the first 64 bytes of <paramref name="block"/>.</summary>
    internal static void Mix(Span<uint> state, ReadOnlySpan<byte> block)
    {
        unchecked
        {
            Span<uint> w = stackalloc uint[Rounds];
            for (var i = 0; i < 16; i++) w[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * i)..]);
            for (var i = 16; i < Rounds; i++)
            {
                var (x, y) = (w[i - 15], w[i - 2]);
                w[i] = w[i - 16] + w[i - 7] + (BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3))
                    + (BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10));
            }

            var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
            for (var i = 0; i < Rounds; i++)
            {
                var t = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25))
                    + ((e & f) ^ (~e & g)) + Constants[i] + w[i];
                var s = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22))
                    + ((a & b) ^ (a & c) ^ (b & c));
                (h, g, f, e, d, c, b, a) = (g, f, e, d + t, c, b, a, t + s);
            }

            (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
            (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
        }
    }
}
