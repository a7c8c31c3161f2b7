using System.Globalization;
using System.Text;
using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>supervisord in the foreground; a service counts as started after one second.</summary>
internal sealed class Supervisord(string prefix, string version) : Supervisor("supervisord", version)
{
    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            [supervisord]
            nodaemon=true
            user=root
            minfds={(services.Count * 4) + 1024}
            logfile={arena["supervisord.log"]}
            pidfile={arena["supervisord.pid"]}
            childlogdir={arena.Folder}

            [unix_http_server]
            file={arena["s.sock"]}

            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

            [supervisorctl]
            serverurl=unix://{arena["s.sock"]}


            """);
        foreach (var service in services)
        {
            var output = service.IsLogged ? $"{LogFolder(arena, service.Name)}/out.log" : "NONE";
            if (service.IsLogged) Directory.CreateDirectory(LogFolder(arena, service.Name));
            text.Append(CultureInfo.InvariantCulture, $"""
                [program:{service.Name}]
                command={string.Join(' ', service.Command)}
                autorestart=true
                startsecs=1
                stdout_logfile={output}
                stdout_logfile_maxbytes=0
                stderr_logfile=NONE


                """);
        }

        arena.Write("supervisord.conf", text.ToString());
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) =>
        ["/usr/bin/python3", $"{prefix}/usr/bin/supervisord", "-c", arena["supervisord.conf"]];

    public override IReadOnlyList<string> ListCommand(Arena arena) =>
        ["/usr/bin/python3", $"{prefix}/usr/bin/supervisorctl", "-c", arena["supervisord.conf"], "status"];

    public override string LogFolder(Arena arena, string service) => arena[$"log/{service}"];

    public override IReadOnlyDictionary<string, string> Environment(Arena arena) => new Dictionary<string, string>
    {
        ["PYTHONPATH"] = $"{prefix}/usr/lib/python3/dist-packages",
    };
}
