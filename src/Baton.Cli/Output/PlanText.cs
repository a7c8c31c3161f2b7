using System.Globalization;
using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>A plan as a person reads it: a line for each service that is touched, then how many are not.</summary>
internal static class PlanText
{
    /// <summary>Prints it, and on standard error what this machine cannot do of it.</summary>
    public static void Print(Terminal terminal, PlanRecord plan)
    {
        foreach (var warning in plan.Warnings ?? [])
        {
            var text = new StringBuilder("baton: warning: ");
            SafeText.Append(text, warning);
            terminal.WriteError(text.Append('\n').ToString());
        }

        terminal.Write(Of(plan));
    }

    /// <summary>The lines; those of a reload are the same.</summary>
    public static string Of(PlanRecord plan)
    {
        var text = new StringBuilder();
        foreach (var whole in plan.Scaled ?? [])
        {
            SafeText.Append(text, whole.Name);
            text.Append(CultureInfo.InvariantCulture, $": replicas {whole.From} → {whole.To}\n");
        }

        if (plan.Project is { Count: > 0 } project)
        {
            SafeText.Append(text.Append("Baton itself: changed: "), string.Join(", ", project));
            text.Append('\n');
        }

        foreach (var service in plan.Services)
        {
            SafeText.Append(text, service.Name);
            text.Append(": ").Append(WordOf(service.Act));
            if (service.Changed.Count > 0) SafeText.Append(text.Append(", changed: "), string.Join(", ", service.Changed));
            if (service.Reason is { } reason) SafeText.Append(text.Append(", since "), reason);
            text.Append('\n');
        }

        var unchanged = plan.Unchanged.Count;
        var isOfProject = plan.Project is { Count: > 0 };
        if (plan.Services.Count == 0) text.Append(isOfProject ? "no service changes" : "nothing changes");
        else if (unchanged == 0) return text.ToString();
        if (unchanged == 0) return text.Append('\n').ToString();
        if (plan.Services.Count == 0) text.Append(": ");
        return text.Append(CultureInfo.InvariantCulture, $"{unchanged} {(unchanged == 1 ? "service stays as it is" : "services stay as they are")}\n").ToString();
    }

    private static string WordOf(string act) => act switch
    {
        "add" => "add, without a start",
        "reload_command" => "run reload_command",
        "change" => "change in place",
        _ => act,
    };
}
