using Baton.Cli.Commands;
using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary>What <c>completion</c> prints. How it completes in the shells themselves is seen from end to end.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Every_command_and_option_is_in_it(string shell)
    {
        var text = await ScriptAsync(shell);
        foreach (var command in CommandTable.All())
        {
            Assert.Contains(command.Name, text, StringComparison.Ordinal);
            foreach (var option in command.Options) Assert.Contains(shell == "fish" ? $"-l {option.Name[2..]}" : option.Name, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("baton rel", "reload")]
    [InlineData("baton un", "uninstall")]
    [InlineData("baton help wh", "why")]
    [InlineData("baton stop w", "web widget")]
    [InlineData("baton stop --only wi", "widget")]
    [InlineData("baton ps --services we", "web")]
    [InlineData("baton ps -o w", "wide")]
    [InlineData("baton why -o ", "table json")]
    [InlineData("baton kill -s H", "HUP")]
    [InlineData("baton completion f", "fish")]
    [InlineData("baton logs --since ", "")]
    [InlineData("baton down --ki", "--kill")]
    [InlineData("baton version w", "")]
    [InlineData("baton runtime st", "start stop stdout")]
    [InlineData("baton runtime start --priority n", "normal")]
    [InlineData("baton link re", "remove")]
    [InlineData("baton clear --st", "--state")]
    public async Task Bash_completes(string typed, string expected)
    {
        _folder.Write("c.bash", await ScriptAsync("bash"));
        // The daemon's answer, and what bash does when somebody presses the tabulator.
        var script = "baton() { printf 'NAME    STATE\\nweb     running\\nwidget  stopped\\nlamp    stopped\\n'; }\n" +
            $"source c.bash\nIFS=' ' read -r -a COMP_WORDS <<<'{typed}'\n[[ '{typed}' != *' ' ]] || COMP_WORDS+=('')\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n_baton\nprintf '%s\\n' \"${{COMPREPLY[*]}}\"\ncomplete -p baton";
        var (exitCode, output, errors) = await RunningProgram.RunAsync("/bin/bash", ["--norc", "-c", script], _folder.Path);
        Assert.Equal((0, $"{expected}\ncomplete -F _baton baton\n", ""), (exitCode, output, errors));
    }

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public async Task Each_shell_understands_it(string shell, string check)
    {
        _folder.Write("script", await ScriptAsync(shell));
        var (exitCode, _, errors) = await RunningProgram.RunAsync("/usr/bin/env", [shell, check, "script"], _folder.Path);
        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public async Task Another_shell_is_refused()
    {
        Assert.Equal(2, await new Screen(_folder.Path).RunAsync("completion", "cmd"));
        Assert.Equal(2, await new Screen(_folder.Path).RunAsync("completion"));
    }

    private async Task<string> ScriptAsync(string shell)
    {
        var screen = new Screen(_folder.Path);
        Assert.Equal(0, await screen.RunAsync("completion", shell));
        return screen.Text;
    }
}
