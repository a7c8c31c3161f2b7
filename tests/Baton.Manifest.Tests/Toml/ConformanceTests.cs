using System.Text;
using System.Text.Json;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests.Toml;

public class ConformanceTests
{
    public static TheoryData<string> Valid => [.. ConformanceData.Toml("valid")];

    public static TheoryData<string> Invalid => [.. ConformanceData.Toml("invalid")];

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_document_holds_what_its_JSON_says(string file)
    {
        var diagnostics = new Diagnostics();

        var root = TomlReader.Read(file, ConformanceData.Read(file), diagnostics);

        Assert.Empty(diagnostics.All);
        using var expected = JsonDocument.Parse(ConformanceData.Read(Path.ChangeExtension(file, ".json")));
        Assert.Empty(TaggedJson.Differences(expected.RootElement, root!));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_document_is_refused_with_a_place_inside_it(string file)
    {
        var bytes = ConformanceData.Read(file);
        var diagnostics = new Diagnostics();

        TomlReader.Read(file, bytes, diagnostics);

        Assert.NotEmpty(diagnostics.All);
        // One byte is one character here, so broken encodings have lines too; a character never takes more columns than bytes.
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        Assert.All(diagnostics.All, d =>
        {
            Assert.Equal(file, d.Place.File);
            Assert.InRange(d.Place.Line, 1, lines.Length);
            Assert.InRange(d.Place.Column, 1, lines[d.Place.Line - 1].Length + 1);
        });
    }
}
