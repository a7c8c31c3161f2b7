using System.Globalization;

namespace Baton.Processes.Tests;

public sealed class ProgramPagesTests
{
    [Fact]
    public void What_is_let_go_of_is_the_executable_and_was_never_written()
    {
        var maps = File.ReadAllLines("/proc/self/maps");
        var program = Environment.ProcessPath!;

        Assert.NotEmpty(ProgramPages.Unwritten());
        Assert.All(ProgramPages.Unwritten(), stretch =>
        {
            var map = maps.Single(line => line.StartsWith(stretch.Start.ToString("x", CultureInfo.InvariantCulture) + "-", StringComparison.Ordinal));
            Assert.Matches("^[^ ]+ r-[-x]p ", map);
            Assert.EndsWith(program, map, StringComparison.Ordinal);
            Assert.Equal((stretch.Start + stretch.Length).ToString("x", CultureInfo.InvariantCulture), map.Split('-', ' ')[1]);
        });
    }

    [Fact]
    public void A_process_that_lets_go_of_its_pages_goes_on()
    {
        ProgramPages.GiveBack();

        Assert.Equal("still here", string.Join(' ', "still", "here"));
    }
}
