using System.Text;
using System.Text.Json;
using Baton.Runtime.Wire;
using Xunit.Abstractions;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Wire;

/// <summary>Whatever a line holds, it is a request or is refused with a text, and the refusal is one line of JSON.</summary>
public class ControlLineFuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 20_000;

    internal static readonly string[] Corpus =
    [
        "\"Version\"", "{\"Version\":null}", "\"Info\"", "\"Clear\"",
        $$$"""{"Add":{"id":"{{{First}}}","path":"/bin/sleep","privileged":false}}""",
        $$"""{"Add":["{{First}}","/bin/sleep",true]}""",
        $$$"""{"Start":{"id":"{{{First}}}","priority":"low"}}""",
        $$"""{"Start":"{{First}}"}""",
        $$"""{"Stop":"{{Second}}"}""",
        $$"""{"Remove":"urn:uuid:{{Second}}"}""",
        $$$"""{"Link":{"type_name":"a::T","to":"{{{First}}}","from":"{{{Second}}}"}}""",
        """{"Link":{"type_name":"a::T<\"é\">","to":"[::1]:2662"}}""",
        """{"Unlink":{"type_name":"\ud83d\ude00","to":"127.0.0.1:2662","from":null}}""",
        $$$"""{"AddWithBinary":{"id":"{{{Third}}}","length":0,"hash":[{{{string.Join(',', new int[32])}}}],"privileged":true}}""",
        $$"""{"Stdout":"{{First}}"}""",
    ];

    /// <summary>Pieces that mean something, put where they may not belong.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "-0", "1e999", "0.5", "18446744073709551616", " ", "\t", "\r", "\0", "é", "\U0001F600",
        "\"id\":", "\"to\":", "\"from\":null,", "\"x\":[[]],", First, "[::1]:1", "\"Version\"", "/*", "//",
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Changed_requests_are_read_or_refused(int salt)
    {
        var seed = salt == 0 ? Environment.TickCount : salt;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var line = Mutate(random);
            if (ControlRequestReader.Read(line, out var problem) is not null)
            {
                read++;
                continue;
            }

            var answer = ControlAnswer.Refused("parsing request", problem).Span;
            Assert.Equal(answer.Length - 1, answer.IndexOf((byte)'\n'));
            using var json = JsonDocument.Parse(answer.ToArray());
            Assert.Equal(2, json.RootElement.GetProperty("Err").GetArrayLength());
        }

        // Both ways are taken: a fuzzer that only ever breaks lines would look at the first bytes alone.
        Assert.InRange(read, Inputs / 100, Inputs - (Inputs / 100));
    }

    internal static byte[] Mutate(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Corpus[random.Next(Corpus.Length)]).ToList();
        for (var changes = random.Next(0, 4); changes > 0; changes--) Change(bytes, random);
        bytes.RemoveAll(one => one == (byte)'\n');
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var rest = bytes.Count - at;
        switch (random.Next(6))
        {
            case 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 1:
                bytes.RemoveRange(at, random.Next(Math.Min(rest, 8) + 1));
                break;
            case 2 when rest > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                var other = Encoding.UTF8.GetBytes(Corpus[random.Next(Corpus.Length)]);
                bytes.RemoveRange(at, rest);
                bytes.AddRange(other[Math.Min(at, other.Length)..]);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(rest, random.Next(64))));
                break;
            case 5 when rest > 0:
                bytes[at] = (byte)(bytes[at] ^ (1 << random.Next(8)));
                break;
        }
    }
}
