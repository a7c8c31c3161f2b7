using System.Globalization;
using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>One service in a few words: <c>web: running (run 2, pid 4711)</c>, <c>camera: waiting_devices (waiting for /dev/video0)</c>.</summary>
internal static class ServiceSentence
{
    /// <summary>Appends it, without a newline.</summary>
    public static StringBuilder Append(StringBuilder text, ServiceRecord service, Appearance show)
    {
        SafeText.Append(text, service.Name);
        text.Append(": ");
        var colour = show.HasColour ? ServiceTable.ColourOf(service.State) : "";
        text.Append(colour).Append(service.State).Append(colour.Length > 0 ? Ansi.Reset : "");
        if (service is { State: ServiceStates.Running, Ready: false }) text.Append(", not ready");
        if (service.Health?.Healthy == false) text.Append(", unhealthy");
        var isWaiting = service.State is ServiceStates.WaitingDependencies or ServiceStates.WaitingDevices;
        if (isWaiting && service.Reason is { } reason)
        {
            SafeText.Append(text.Append(" ("), reason);
            text.Append(')');
        }

        if (service.Pid is { } pid) text.Append(CultureInfo.InvariantCulture, $" (run {service.Run}, pid {pid})");
        return text;
    }
}
