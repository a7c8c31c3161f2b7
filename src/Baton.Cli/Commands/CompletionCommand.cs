using Baton.Cli.Completion;
using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary><c>baton completion</c>: what a shell needs to complete command lines.</summary>
internal static class CompletionCommand
{
    public static readonly CommandShape Shape = new("completion", "Print the completion of command lines for a shell", Run)
    {
        Operands = "bash|zsh|fish|powershell",
        MaxOperands = 1,
        Details = "In bash: source <(baton completion bash), for good in ~/.bashrc; zsh likewise. fish: baton completion fish | source.\nPowerShell: baton completion powershell | Out-String | Invoke-Expression; this one is not run by Baton's tests.\nServices are those of the running daemon.",
    };

    private static Task<int> Run(CommandContext context, ParsedLine line)
    {
        var model = CompletionModel.Of(CommandTable.All());
        context.Terminal.Write(line.Operand switch
        {
            "bash" => BashCompletion.Of(model),
            "zsh" => ZshCompletion.Of(model),
            "fish" => FishCompletion.Of(model),
            "powershell" or "pwsh" => PowerShellCompletion.Of(model),
            null => throw CommandException.Usage("name the shell: baton completion bash, zsh, fish or powershell"),
            var other => throw CommandException.Usage($"there is no completion for \"{other}\"; there is one for bash, zsh, fish and powershell"),
        });
        return Task.FromResult(ExitCodes.Done);
    }
}
