using System.Globalization;
using Baton.Cli;
using Baton.Contracts;
using Baton.Control.Problems;
using Baton.Core;
using Baton.TestKit;

namespace Baton.Control.Tests.Problems;

/// <summary>Error codes are contract: the document, the enum, the wire names, the statuses and the exit codes say the same.</summary>
public class ErrorCodesTests
{
    [Fact]
    public void Every_kind_of_failure_is_documented_with_its_status()
    {
        var documented = Documented();
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            var (wire, status) = ProblemStatus.Of(code);
            Assert.True(documented.TryGetValue(wire, out var row), $"errors.md lacks {wire}");
            Assert.Equal(status, row.Status);
        }
    }

    [Fact]
    public void The_wire_names_are_those_of_the_document_with_their_exit_codes()
    {
        var documented = Documented();
        var wire = typeof(ErrorCodes).GetFields().Select(field => (string)field.GetValue(null)!).ToList();
        Assert.Equal(wire.Order(), documented.Keys.Order());
        Assert.All(wire, code => Assert.Equal(ExitCodes.Of(code), documented[code].Exit));
    }

    private static Dictionary<string, (int Status, int Exit)> Documented() =>
        File.ReadLines(Repository.File("docs/reference/errors.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')).ToDictionary(
            cells => cells[1].Trim(' ', '`'),
            cells => (int.Parse(cells[2], CultureInfo.InvariantCulture), int.Parse(cells[3], CultureInfo.InvariantCulture)));
}
