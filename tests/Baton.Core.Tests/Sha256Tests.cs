using System.Security.Cryptography;
using System.Text;

namespace Baton.Core.Tests;

public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void The_examples_of_the_standard_come_out(string text, string hash) => Assert.Equal(hash, Sha256.HexOf(text));

    [Fact]
    public void Every_length_around_the_blocks_gives_what_the_framework_gives()
    {
        var bytes = new byte[1000];
        new Random(7).NextBytes(bytes);

        Assert.All(Enumerable.Range(0, bytes.Length), length =>
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length))), Sha256.HexOf(bytes.AsSpan(0, length))));
    }

    [Fact]
    public void A_text_is_hashed_as_UTF_8() => Assert.Equal(Sha256.HexOf(Encoding.UTF8.GetBytes("größe €")), Sha256.HexOf("größe €"));
}
