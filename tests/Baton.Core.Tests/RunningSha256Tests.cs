using System.Security.Cryptography;

namespace Baton.Core.Tests;

public sealed class RunningSha256Tests
{
    [Fact]
    public void Bytes_in_pieces_of_any_length_give_what_they_give_at_once()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(1000)];
            random.NextBytes(bytes);
            var running = new RunningSha256();

            for (var at = 0; at < bytes.Length;)
            {
                var piece = Math.Min(bytes.Length - at, random.Next(200));
                running.Append(bytes.AsSpan(at, piece));
                at += piece;
            }

            Assert.Equal(SHA256.HashData(bytes), running.Finish());
        }
    }

    [Fact]
    public void Nothing_has_a_hash_too() => Assert.Equal(SHA256.HashData([]), new RunningSha256().Finish());
}
