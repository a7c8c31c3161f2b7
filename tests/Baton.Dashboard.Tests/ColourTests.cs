using System.Globalization;
using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.Dashboard.Tests;

/// <summary>The colours of the style sheets, before any page uses them: text stands out from every ground that it can stand on (WCAG 2: 4.5 to 1).</summary>
public sealed partial class ColourTests
{
    private const double Least = 4.5;

    private static readonly string[] Grounds = ["bg", "surface", "raised", "active"];
    private static readonly string[] Texts =
    [
        "text", "text-2", "text-3", "accent", "danger", "running", "unready", "starting", "waiting", "stopping", "backoff", "failed", "stopped", "completed",
    ];

    private static readonly Dictionary<string, (string Light, string Dark)> Tokens = Read();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_of_every_colour_stands_out_from_every_ground(bool isDark)
    {
        var faint = from text in Texts
                    from ground in Grounds
                    let ratio = Contrast(Colour(text, isDark), Colour(ground, isDark))
                    where ratio < Least
                    select string.Create(CultureInfo.InvariantCulture, $"{text} on {ground}: {ratio:0.00}");
        Assert.Equal([], faint);
    }

    [Theory]
    [InlineData("on-accent", "accent-fill")]
    [InlineData("danger", "danger-soft")]
    [InlineData("running", "good-soft")]
    [InlineData("text", "mark")]
    public void Text_stands_out_from_the_ground_that_is_made_for_it(string text, string ground)
    {
        Assert.InRange(Contrast(Colour(text, false), Colour(ground, false)), Least, 21);
        Assert.InRange(Contrast(Colour(text, true), Colour(ground, true)), Least, 21);
    }

    [Fact]
    public void The_measure_knows_black_white_and_a_grey_that_is_just_too_light()
    {
        Assert.Equal(21, Contrast("#000000", "#ffffff"), 0.01);
        Assert.Equal(4.48, Contrast("#777777", "#ffffff"), 0.01);
    }

    private static string Colour(string token, bool isDark) => isDark ? Tokens[token].Dark : Tokens[token].Light;

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) => (0.2126 * Channel(colour, 1)) + (0.7152 * Channel(colour, 3)) + (0.0722 * Channel(colour, 5));

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static Dictionary<string, (string, string)> Read() =>
        Token().Matches(File.ReadAllText(Repository.File("src/Baton.Control/dashboard/style/tokens.css")))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[4].Success ? (match.Groups[4].Value, match.Groups[4].Value) : (match.Groups[2].Value, match.Groups[3].Value));

    [GeneratedRegex(@"--([a-z0-9-]+): (?:light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6}));")]
    private static partial Regex Token();
}
