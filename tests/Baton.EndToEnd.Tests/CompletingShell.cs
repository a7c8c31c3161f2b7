using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>
/// An interactive shell on a terminal of its own, in which words are typed and keys are pressed. <c>baton</c> is <c>bin/baton</c> of the folder.
/// It is told by the shell itself what it would offer: bash puts all of it into the line, zsh is listened to, and fish says it.
/// </summary>
internal sealed class CompletingShell(string shell, string folder)
{
    /// <summary>Files that are its own, in the folder.</summary>
    public static readonly IReadOnlyList<string> Files = ["rc", ".zshrc", ".zcompdump", "keys", "offered", "screen", ".config", ".local", ".cache"];

    private const string Bash = """
        PS1='' HISTFILE=
        source <(baton completion bash)
        bind 'set bell-style none'
        bind -x '"\C-p": printf "%s\n" "$READLINE_LINE" >>offered'
        """;

    // What is matched on the way to the offer (with -O, -A or -D) is not what is shown.
    private const string Zsh = """
        PS1='' HISTFILE= LISTMAX=1000000
        setopt no_beep
        autoload -Uz compinit && compinit -u
        source <(baton completion zsh)
        compadd() {
          local -a found
          if [[ ${argv[(I)-[OAD]]} == 0 ]]; then
            builtin compadd -O found "$@"
            offered+=($found)
          fi
          builtin compadd "$@"
        }
        offer() { offered=(); zle list-choices; print -r -- $offered >>offered }
        typeset -a offered
        zle -N offer
        bindkey '^P' offer
        """;

    /// <summary>What is offered at the end of each of these lines, in order, with spaces between.</summary>
    public async Task<IReadOnlyList<string>> OfferedAsync(IReadOnlyList<string> typed)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "offered"), "");
        var output = await (shell == "fish" ? AskFishAsync(typed) : PressKeysAsync(typed));
        var lines = output.Split('\n')[..^1];
        Assert.True(lines.Length == typed.Count, $"{lines.Length} answers to {typed.Count} lines: {output}");
        return [.. lines.Select((line, i) => shell == "bash" ? Words(Added(line, typed[i])) : Words(line))];
    }

    /// <summary>What stands in the line in place of its last word; nothing where nothing was offered.</summary>
    private static string Added(string line, string typed) => line == typed ? "" : line[(typed.LastIndexOfAny([' ', '=']) + 1)..];

    private static string Words(string offered) =>
        string.Join(' ', offered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')[^1].TrimEnd('/')).Distinct().Order(StringComparer.Ordinal));

    private async Task<string> PressKeysAsync(IReadOnlyList<string> typed)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, shell == "bash" ? "rc" : ".zshrc"), shell == "bash" ? Bash : Zsh);
        // In bash Alt+* puts all that is offered into the line. The line is told (Ctrl+P), and cleared by keys that mean nothing to a terminal
        // that no shell reads yet (Ctrl+A, Ctrl+K).
        var keys = typed.Select(line => line + (shell == "bash" ? "\e*" : "") + "\u0010\u0001\u000b");
        await File.WriteAllTextAsync(Path.Combine(folder, "keys"), string.Concat(keys) + "exit\n");
        var interactive = shell == "bash" ? "bash --noprofile --rcfile rc -i" : "zsh -d -i";
        await RunAsync("/bin/bash", "-c", $"exec script -qec '{interactive}' /dev/null <keys >screen");
        return await File.ReadAllTextAsync(Path.Combine(folder, "offered"));
    }

    private async Task<string> AskFishAsync(IReadOnlyList<string> typed)
    {
        var questions = typed.Select(line => $"echo (complete -C '{line.Replace("'", "\\'", StringComparison.Ordinal)}' | string replace -r '\\t.*' '')\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "rc"), "baton completion fish | source\n" + string.Concat(questions));
        return await RunAsync("/usr/bin/env", "fish", "--no-config", "rc");
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        string[] variables = [$"PATH={folder}/bin:{Environment.GetEnvironmentVariable("PATH")}", $"HOME={folder}", $"ZDOTDIR={folder}", "TERM=dumb", "LC_ALL=C.UTF-8"];
        var (exitCode, output, errors) = await RunningProgram.RunAsync(program, arguments, folder, variables);
        Assert.True((exitCode, errors) == (0, ""), $"{shell} ended with {exitCode}: {errors}{output}");
        return output;
    }
}
