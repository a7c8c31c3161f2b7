using Baton.Processes;

namespace Baton.Supervision.Services;

/// <content>News of log files.</content>
public sealed partial class Supervisor
{
    private void OnLogsNotCompressed(ProcessEvent.LogsNotCompressed news)
    {
        if (_indexByName.TryGetValue(news.Service, out var index))
            _ports.Notices.Publish(_slots[index].Subject, "logs_not_compressed", cause: null, news.Problem);
    }
}
