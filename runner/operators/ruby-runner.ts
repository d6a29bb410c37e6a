/**
 * The program that `rb>` runs: it gives the called method its arguments by name and writes what it stored (digdag §6.3).
 * Arguments: command, file to require (may be empty), input file, output file.
 */
export const RUBY_RUNNER = String.raw`
require 'json'

COMMAND, REQUIRED, IN_FILE, OUT_FILE = ARGV

module Digdag
  class Env
    attr_reader :params, :subtask_config, :export_params, :store_params

    def initialize(params)
      @params = params
      @subtask_config = {}
      @export_params = {}
      @store_params = {}
    end

    def store(values)
      @store_params.merge!(Digdag.plain(values))
    end

    def export(values)
      @export_params.merge!(Digdag.plain(values))
    end

    def add_subtask(*args)
      values = args.last.is_a?(Hash) ? args.pop : {}
      config = Digdag.plain(values)
      config = config.merge('rb>' => args.map { |part| part.is_a?(Module) ? part.name : part.to_s }.join('.')) unless args.empty?
      @subtask_config["+subtask#{@subtask_config.size}"] = config
    end
  end

  class << self
    attr_accessor :env

    # Names as texts and nothing but JSON values.
    def plain(values)
      JSON.parse(JSON.generate(values))
    end
  end
end

def Digdag.arguments(method, params)
  positional = []
  named = {}
  skipping = false
  method.parameters.each do |kind, name|
    given = params.key?(name.to_s)
    value = params[name.to_s]
    case kind
    when :req
      raise ArgumentError, "Method '#{method.name}' requires parameter '#{name}' but not set" unless given
      positional << value
    when :opt
      # Ruby fills optional arguments from the left, so those behind a missing one cannot be given.
      skipping ||= !given
      positional << value unless skipping
    when :keyreq, :key
      raise ArgumentError, "Method '#{method.name}' requires parameter '#{name}' but not set" if kind == :keyreq && !given
      named[name] = value if given
    when :keyrest
      params.each { |key, item| named[key.to_sym] = item unless named.key?(key.to_sym) }
    end
  end
  [positional, named]
end

def Digdag.invoke(target, name, method, params)
  positional, named = Digdag.arguments(method, params)
  named.empty? ? target.send(name, *positional) : target.send(name, *positional, **named)
end

def Digdag.run(params)
  $LOAD_PATH << Dir.pwd
  unless REQUIRED.to_s.empty?
    file = File.expand_path(REQUIRED)
    File.exist?(file) || File.exist?("#{file}.rb") ? require(file) : require(REQUIRED)
  end
  *owner, name = COMMAND.split('.')
  return Digdag.invoke(TOPLEVEL_BINDING.receiver, name, TOPLEVEL_BINDING.receiver.method(name), params) if owner.empty?
  type = Object.const_get(owner.join('::'))
  return Digdag.invoke(type, name, type.method(name), params) if type.respond_to?(name)
  instance = Digdag.invoke(type, :new, type.instance_method(:initialize), params)
  Digdag.invoke(instance, name, instance.method(name), params)
end

def Digdag.write(result)
  File.write(OUT_FILE, JSON.generate(result))
end

Digdag.env = Digdag::Env.new(JSON.parse(File.read(IN_FILE))['params'])
begin
  Digdag.run(Digdag.env.params)
  env = Digdag.env
  Digdag.write('subtask_config' => env.subtask_config, 'export_params' => env.export_params, 'store_params' => env.store_params)
rescue SystemExit => stop
  Digdag.write('error' => { 'class' => 'SystemExit', 'message' => "exit with status #{stop.status}", 'backtrace' => [] })
  exit(stop.status.zero? ? 1 : stop.status)
rescue Exception => error
  trace = (error.backtrace || []).reject { |line| line.start_with?(__FILE__) }
  Digdag.write('error' => { 'class' => error.class.name, 'message' => error.message, 'backtrace' => trace })
  warn "#{error.class}: #{error.message}", *trace.map { |line| "\tfrom #{line}" }
  exit 1
end
`.trimStart()
