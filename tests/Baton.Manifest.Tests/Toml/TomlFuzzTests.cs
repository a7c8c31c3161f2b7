using System.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests.Toml;

/// <summary>Whatever the bytes are, reading ends without an exception, with a tree or with a problem inside the file.</summary>
public class TomlFuzzTests
{
    private static readonly string Alphabet = "\"\"''[[]]{{}}==..,,##\\\\ \t\r\n\n\nabtruefalsinx0123456789+-_:TZeéu😀\0\u007f";

    private static readonly byte[] AlphabetBytes = Encoding.UTF8.GetBytes(Alphabet);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_bytes(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            Check(bytes);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_text_of_the_characters_that_mean_something(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string(random.GetItems<char>(Alphabet, random.Next(40)));
            Check(Encoding.UTF8.GetBytes(text));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Valid_documents_with_bytes_changed_added_and_left_out(int seed)
    {
        var random = new Random(seed);
        foreach (var file in ConformanceData.Toml("valid"))
        {
            var original = ConformanceData.Read(file);
            for (var i = 0; i < 20; i++) Check(Mutate(original, random));
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var b = AlphabetBytes[random.Next(AlphabetBytes.Length)];
            if (random.Next(3) == 0 || at == bytes.Count) bytes.Insert(at, b);
            else if (random.Next(2) == 0) bytes.RemoveAt(at);
            else bytes[at] = b;
        }

        return [.. bytes];
    }

    private static void Check(byte[] bytes)
    {
        var parsed = Parsed.Toml(bytes);

        if (parsed.Root is null) Assert.NotEmpty(parsed.Problems);
        Assert.All(parsed.Diagnostics.All, d => AssertInside(bytes, d.Place));
    }

    private static void AssertInside(byte[] bytes, Place place)
    {
        var line = 1;
        var length = 0;
        foreach (var b in bytes)
        {
            if (line == place.Line && b != '\n') length++;
            if (b == '\n') line++;
        }

        Assert.InRange(place.Line, 1, line);
        Assert.InRange(place.Column, 1, length + 1);
    }
}
