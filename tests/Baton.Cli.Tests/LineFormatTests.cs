using System.Buffers;
using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Tests.Support;
using Baton.Cli.View;
using Baton.Contracts;

namespace Baton.Cli.Tests;

public sealed class LineFormatTests
{
    [Fact]
    public void Names_are_aligned_with_those_that_will_come()
    {
        var format = new LineFormat(Screen.Pipe);
        format.Expect(["web", "database"]);

        Assert.Equal("web      | hello\n", Print(format, Samples.Line("web", "hello")));
    }

    [Fact]
    public void A_longer_name_that_nobody_expected_moves_the_bar_for_those_after_it()
    {
        var format = new LineFormat(Screen.Pipe);

        Assert.Equal("web | a\nlonger | b\nweb    | c\n", Print(format, Samples.Line("web", "a"), Samples.Line("longer", "b"), Samples.Line("web", "c")));
    }

    [Fact]
    public void On_a_terminal_a_very_long_name_is_cut_to_a_third_of_the_width_and_in_a_pipe_it_is_whole()
    {
        var name = new string('n', 64);
        var narrow = new Appearance(IsTerminal: true, HasColour: false, Columns: 30);

        Assert.Equal("nnnnnnnnn… | x\n", Print(new LineFormat(narrow), Samples.Line(name, "x")));
        Assert.Equal($"{name} | x\n", Print(new LineFormat(Screen.Pipe), Samples.Line(name, "x")));
    }

    [Fact]
    public void In_colour_the_bar_of_stderr_is_red()
    {
        var hue = Hues.Of("web");

        Assert.Equal(
            $"{hue}web |\e[0m out\n{hue}web \e[31m|\e[0m err\n",
            Print(new LineFormat(Screen.Colour), Samples.Line("web", "out"), Samples.Line("web", "err", "stderr")));
    }

    [Fact]
    public void A_service_has_the_same_hue_everywhere_and_for_ever()
    {
        Assert.Equal("\e[38;5;37m", Hues.Of("web"));
        Assert.True(Enumerable.Range(0, 100).Select(i => Hues.Of($"service-{i}")).Distinct().Count() > 10);
    }

    [Fact]
    public void A_line_of_a_known_service_allocates_nothing()
    {
        var format = new LineFormat(Screen.Colour);
        var to = new ArrayBufferWriter<byte>(1 << 20);
        var line = Samples.Line("web", "some \e[32mcoloured\e[0m text");
        for (var i = 0; i < 100; i++) format.Append(to, line);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++) format.Append(to, line);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("service/web", "failed", "exit code 3", "web | * failed: exit code 3\n")]
    [InlineData("service/web", "running", null, "web | * running\n")]
    [InlineData("daemon", "started", null, "baton | * started\n")]
    public void An_event_is_a_line_of_its_own(string subject, string what, string? detail, string line)
    {
        var to = new ArrayBufferWriter<byte>();

        EventNote.Append(new LineFormat(Screen.Pipe), to, new EventRecord(1, Samples.Now, subject, what, null, detail));

        Assert.Equal(line, Encoding.UTF8.GetString(to.WrittenSpan));
    }

    private static string Print(LineFormat format, params LogLine[] lines)
    {
        var to = new ArrayBufferWriter<byte>();
        foreach (var line in lines) format.Append(to, line);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }
}
