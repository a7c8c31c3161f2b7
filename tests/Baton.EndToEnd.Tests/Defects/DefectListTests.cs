using System.Text.RegularExpressions;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests.Defects;

/// <summary>
/// The known defects of the systems that Baton takes the place of, by number: A9 of the watchdog, B9 of the robot as far as it is about
/// supervision and its API, C9 of the health monitors. Each has a test that carries its number as a trait, and no test carries another.
/// </summary>
public partial class DefectListTests
{
    private static readonly string[] Known =
    [
        .. Enumerable.Range(1, 22).Select(number => $"A9-{number}"),
        .. new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 18, 19, 20, 21, 22 }.Select(number => $"B9-{number}"),
        .. Enumerable.Range(1, 17).Select(number => $"C9-{number}"),
    ];

    [Fact]
    public void Every_known_defect_has_a_test_that_carries_its_number_and_no_test_another()
    {
        var carried = Directory.EnumerateFiles(Repository.File("tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Select(line => Number().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);
        Assert.Equal(Known.Order(StringComparer.Ordinal), carried.Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""^ *\[Trait\("Defect", "([A-Z0-9-]+)"\)\]$""")]
    private static partial Regex Number();
}
