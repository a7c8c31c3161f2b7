using System.Text;

namespace Baton.Cli.Completion;

/// <summary>The completion for PowerShell. No test runs it there: no package of it can be had where Baton is tested.</summary>
internal static class PowerShellCompletion
{
    public static string Of(CompletionModel model)
    {
        var text = new StringBuilder("""
            # PowerShell completion of baton; load it with: baton completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName baton -ScriptBlock {
                param($word, $line, $position)
                $words = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
                $services = { & $words[0] ps 2>$null | Select-Object -Skip 1 | ForEach-Object { ($_ -split ' ')[0] } | Where-Object { $_ -match '^[A-Za-z0-9][A-Za-z0-9._-]*$' } }
                $folders = { Get-ChildItem -Directory -Path "$word*" -ErrorAction Ignore | ForEach-Object { Resolve-Path -Relative $_.FullName } }
                $files = { Get-ChildItem -Path "$word*" -ErrorAction Ignore | ForEach-Object { Resolve-Path -Relative $_.FullName } }
                $commands = @{

            """);
        foreach (var command in model.Commands) text.Append("        ").Append(Quoted(command.Name)).Append(" = ").Append(Quoted(command.Summary)).Append('\n');
        text.Append("    }\n    $options = @{\n");
        foreach (var command in model.Commands) text.Append("        ").Append(Quoted(command.Name)).Append(" = @(").Append(string.Join(", ", command.Options.SelectMany(option => option.Forms).Select(Quoted))).Append(")\n");
        text.Append("    }\n    $values = @{\n");
        foreach (var command in model.Commands)
        {
            text.Append("        ").Append(Quoted(command.Name)).Append(" = ").Append(Reply(command.Operand)).Append('\n');
            foreach (var option in command.Options.Where(option => option.Value is not null))
            {
                // Its keys know no case, so that of the short forms each is there once.
                foreach (var form in option.Forms.Where(form => form.StartsWith("--", StringComparison.Ordinal)))
                    text.Append("        ").Append(Quoted($"{command.Name} {form}")).Append(" = ").Append(Reply(option.Value!)).Append('\n');
            }
        }

        return text.Append("""
                }
                if ($words.Count -le 1) { $found = $commands.Keys | Sort-Object }
                elseif ($values.ContainsKey("$($words[1]) $($words[-1])") -and $words.Count -gt 2) { $found = & $values["$($words[1]) $($words[-1])"] }
                elseif ($word -like '-*') { $found = $options[$words[1]] }
                elseif ($words[1] -eq 'help') { $found = $commands.Keys | Sort-Object }
                elseif ($values.ContainsKey($words[1])) { $found = & $values[$words[1]] }
                $found | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """).ToString();
    }

    private static string Reply(CompletedValue value) => value.Kind switch
    {
        ValueKind.Service => "$services",
        ValueKind.File => "$files",
        ValueKind.Folder => "$folders",
        ValueKind.Words => $"{{ {string.Join(", ", value.Words.Select(Quoted))} }}",
        _ => "{ }",
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
