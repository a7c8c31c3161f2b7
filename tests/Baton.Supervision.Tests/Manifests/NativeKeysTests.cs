namespace Baton.Supervision.Tests.Manifests;

public sealed class NativeKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_more_restarts_can_be_asked_for_than_are_remembered_over_the_death_of_the_daemon()
    {
        var problem = Assert.Single(_folder.NativeProblems("[services.a]\ncommand = [\"a\"]\nmax_restarts = 65\n[services.b]\ncommand = [\"b\"]\nmax_restarts = 64\n"));
        Assert.Equal("baton.toml:3:16: \"max_restarts\" is 65, but at most 64 restarts are remembered when the daemon dies; name fewer, with a shorter \"restart_window_seconds\", or 0 for any number", problem);
    }

    [Fact]
    public void Labels_are_read_and_have_defaults()
    {
        var services = _folder.Native("""
            [services.plain]
            command = ["a"]
            [services.api]
            command = ["b"]
            display_name = "The API"
            description = "answers"
            port = 8080
            enabled = false
            autostart = false
            groups = ["web", "night", "web"]
            """);
        Assert.Equal((null, "", null, true, true), (services[0].DisplayName, services[0].Description, services[0].Port, services[0].IsEnabled, services[0].IsAutostarted));
        Assert.Equal(("The API", "answers", 8080, false, false),
            (services[1].DisplayName, services[1].Description, services[1].Port, services[1].IsEnabled, services[1].IsAutostarted));
        Assert.Equal(["web", "night"], services[1].Groups);
    }

    [Fact]
    public void A_time_to_get_ready_without_a_probe_is_no_problem_and_has_no_effect()
    {
        var service = _folder.Native("[services.api]\ncommand = [\"b\"]\nstartup_timeout_seconds = 9\nliveness = { tcp = \"127.0.0.1:1\" }").Single();
        Assert.False(service.Policy.HasReadiness);
        Assert.Equal(TimeSpan.FromSeconds(9), service.Policy.StartupTimeout);
    }

    [Fact]
    public void Wrong_labels_are_told_with_their_places()
    {
        var problems = _folder.NativeProblems("""
            [services.api]
            command = ["b"]
            port = 70000
            enabled = "no"
            groups = ["../x"]
            """);
        Assert.Collection(problems,
            p => Assert.StartsWith("baton.toml:3:8: \"port\" must be 1 to 65535", p),
            p => Assert.StartsWith("baton.toml:4:11: expected a boolean", p),
            p => Assert.StartsWith("baton.toml:5:11: invalid group \"../x\"", p));
    }

    [Fact]
    public void The_environment_is_inherited_then_the_files_in_order_then_env()
    {
        _folder.Write("one.env", "A=1\nB=1\nC=1\nHOME=/one\n");
        _folder.Write("two.env", "B=2\nC=2\n");
        var environment = _folder.Native("""
            [services.api]
            command = ["b"]
            env_file = ["one.env", "two.env"]
            env = { C = "3" }
            """).Single().Launch.Environment;
        Assert.Equal(("1", "2", "3", "/one", "/bin"), (environment["A"], environment["B"], environment["C"], environment["HOME"], environment["PATH"]));
    }

    [Theory]
    [InlineData("true", "HOME PATH")]
    [InlineData("false", "")]
    [InlineData("[\"PATH\", \"NOT_SET\"]", "PATH")]
    [Trait("Defect", "A9-22")]
    public void What_is_inherited_is_all_nothing_or_a_list(string value, string names)
    {
        var service = _folder.Native($"[services.a]\ncommand = [\"a\"]\nenv_inherit = {value}\n").Single();
        Assert.Equal(names, string.Join(' ', service.Launch.Environment.Keys.Order()));
    }

    [Fact]
    public void A_missing_environment_file_and_mistakes_in_one_are_told_once_for_all_services()
    {
        _folder.Write("bad.env", "A=1\nB C=2\n");
        var problems = _folder.NativeProblems("""
            [services.a]
            command = ["a"]
            env_file = "bad.env"
            [services.b]
            command = ["b"]
            env_file = "bad.env"
            [services.c]
            command = ["c"]
            env_file = "none.env"
            """);
        Assert.Contains(problems, p => p.StartsWith($"{_folder["bad.env"]}:2:1: \"B C\" cannot be a name here", StringComparison.Ordinal));
        Assert.Contains($"baton.toml:9:12: cannot read environment file \"{_folder["none.env"]}\": No such file or directory", problems);
        Assert.Equal(2, problems.Count);
    }

    [Fact]
    [Trait("Defect", "A9-11")]
    public void A_venv_is_active_for_the_whole_script_and_the_script_does_not_begin_without_it()
    {
        _folder.MakeFolder("app");
        _folder.Write("it's/bin/activate", "");
        var service = _folder.Native("""
            [services.a]
            command = "a || b\nc"
            working_dir = "app"
            venv = "../it's"
            """).Single();
        var path = _folder["it's"].Replace("'", "'\\''", StringComparison.Ordinal);
        Assert.Equal(["bash", "-lc", $"source '{path}/bin/activate' || exit 1\na || b\nc"], service.Launch.Command);
    }

    [Fact]
    public void A_venv_comes_first_in_the_path_of_a_program_without_a_shell()
    {
        _folder.Write(".venv/bin/activate", "");
        var launch = _folder.Native("[services.a]\ncommand = [\"python\"]\nvenv = \".venv\"\n").Single().Launch;
        Assert.Equal(["python"], launch.Command);
        Assert.Equal(($"{_folder[".venv"]}/bin:/bin", _folder[".venv"]), (launch.Environment["PATH"], launch.Environment["VIRTUAL_ENV"]));
    }

    [Fact]
    [Trait("Defect", "A9-11")]
    public void A_missing_venv_is_told_when_the_manifest_is_read() =>
        Assert.StartsWith($"baton.toml:3:8: there is no virtual environment in \"{_folder["none"]}\"",
            _folder.NativeProblems("[services.a]\ncommand = \"a\"\nvenv = \"none\"\n").Single());

    [Fact]
    public void The_testing_command_is_used_for_testing_only()
    {
        const string text = """
            [services.a]
            command = "real"
            testing_command = ["try", "it"]
            [services.b]
            command = "b"
            """;
        using var testing = new ManifestFolder { IsTesting = true };
        Assert.Equal(["bash", "-lc", "real"], _folder.Native(text)[0].Launch.Command);
        Assert.Equal(["try", "it"], testing.Native(text)[0].Launch.Command);
        Assert.Equal(["bash", "-lc", "b"], testing.Native(text)[1].Launch.Command);
    }

    [Fact]
    public void Variables_are_put_into_texts_but_not_into_a_script()
    {
        _folder.Environment["DIR"] = "sub";
        _folder.Environment["EMPTY"] = "";
        _folder.MakeFolder("sub");
        var services = _folder.Native("""
            [services.a]
            command = "echo ${HOME} $$ ${X:-y}"
            working_dir = "${DIR}"
            log.rotate_size = "${ROTATE:-2MiB}"
            env = { A = "${NOT_SET:-fall/back}", B = "$${HOME} $HOME", C = "x${EMPTY:-}y", D = "${EMPTY}" }
            [services.b]
            command = ["run", "${HOME}/x"]
            """);
        Assert.Equal("echo ${HOME} $$ ${X:-y}", services[0].Launch.Command[2]);
        Assert.Equal(2 << 20, services[0].Launch.Log.RotateBytes);
        Assert.Equal(_folder["sub"], services[0].Launch.WorkingDirectory);
        var environment = services[0].Launch.Environment;
        Assert.Equal(("fall/back", "${HOME} $HOME", "xy", ""), (environment["A"], environment["B"], environment["C"], environment["D"]));
        Assert.Equal(["run", "/home/me/x"], services[1].Launch.Command);
    }

    [Fact]
    public void A_variable_that_is_missing_empty_or_misspelt_is_told()
    {
        _folder.Environment["EMPTY"] = "";
        var problems = _folder.NativeProblems("""
            [services.a]
            command = ["a", "${NOT_SET}"]
            display_name = "${EMPTY}"
            env = { A = "${HOME", B = "${A B}" }
            """);
        Assert.Collection(problems,
            p => Assert.Equal("baton.toml:2:17: the environment variable \"NOT_SET\" is not set; set it, or give a default as in ${NOT_SET:-text}", p),
            p => Assert.StartsWith("baton.toml:3:16: \"${EMPTY}\" is empty", p),
            p => Assert.StartsWith("baton.toml:4:13: \"${\" has no \"}\"", p),
            p => Assert.StartsWith("baton.toml:4:27: \"${A B}\" is neither", p));
    }

    [Fact]
    public void Only_chosen_services_and_what_they_depend_on_are_kept_and_compared_with_the_disk()
    {
        using var folder = new ManifestFolder { Only = ["web"] };
        folder.MakeFolder("db");
        var services = folder.Native("""
            [services.other]
            command = ["other"]
            working_dir = "missing"
            env_file = "missing.env"
            venv = "missing"
            env = { A = "${MISSING}" }
            [services.db]
            command = ["db"]
            working_dir = "db"
            [services.cache]
            command = ["cache"]
            depends_on = ["db"]
            [services.web]
            command = ["web"]
            depends_on = ["cache"]
            """);
        Assert.Equal(["db", "cache", "web"], services.Select(service => service.Name));
    }

    [Fact]
    public void A_default_that_holds_a_variable_and_a_probe_that_asks_nothing_are_told()
    {
        var problems = _folder.NativeProblems("""
            [services.a]
            command = ["a", "${A:-${B}}"]
            liveness = { process = false }
            """);
        Assert.Collection(problems,
            p => Assert.StartsWith("baton.toml:2:17: the default of A holds another variable", p),
            p => Assert.Equal("baton.toml:3:24: \"process\" can only be true; to ask nothing leave the table out", p));
    }

    [Fact]
    public void A_chosen_service_that_does_not_exist_is_told_and_so_are_mistakes_of_the_others()
    {
        using var folder = new ManifestFolder { Only = ["wbe"] };
        var problems = folder.NativeProblems("[services.web]\ncommand = 5\n");
        Assert.Equal("baton.toml:1:2: cannot choose service \"wbe\": it does not exist; did you mean \"web\"?", problems[0]);
        Assert.StartsWith("baton.toml:2:11: expected a string", problems[1]);
    }
}
